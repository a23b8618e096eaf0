// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_form.h"

#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/testcases/case_sections.h"
#include "console/testcases/criterion_group.h"
#include "console/testcases/parameter_group.h"
#include "console/testcases/row_kinds.h"
#include "console/testcases/step_group.h"
#include "console/widgets/section_header.h"
#include "console/widgets/word_list_edit.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;

constexpr int margin = style::metrics::pageMargin;
constexpr int sectionGap = 20;
constexpr double newDuration = 60;

Step newStep(const TestCaseDocument& document, StepKind kind, const QString& name) {
    Step step;
    step.kind = kind;
    step.durationSeconds = newDuration;
    step.name = freshName(name.toStdString(), namesOfSteps(document));
    return step;
}

} // namespace

CaseForm::CaseForm(CaseDraft& draft, CaseHelp& help, QWidget* parent)
    : QScrollArea(parent)
    , m_draft(draft)
    , m_help(help)
    , m_content(new QWidget)
    , m_layout(new QVBoxLayout(m_content)) {
    setObjectName(QStringLiteral("caseForm"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(m_content);
    viewport()->setAutoFillBackground(false);
    m_content->setAutoFillBackground(false);
    m_layout->setContentsMargins(margin, 16, margin, margin);
    m_layout->setSpacing(8);
    addGroup({}, new HeadSection(draft, help, m_content));
    addLists();
    addGroup(tr("Limits"), new LimitsSection(draft, m_content));
    addAttachments();
    m_layout->addStretch(1);
    connect(&m_draft, &CaseDraft::changed, this, &CaseForm::show);
    connect(&m_draft, &CaseDraft::revealed, this, [this](const QString& pointer) {
        if (!isHidden()) // the text is seen instead
            lead(pointer);
    });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        m_draft.endTyping();
        if (now && m_content->isAncestorOf(now))
            ensureWidgetVisible(now, 0, 48);
    });
    show();
    orderTabs();
}

void CaseForm::addGroup(const QString& title, FieldGroup* group) {
    if (!title.isEmpty()) {
        m_layout->addSpacing(sectionGap - 8);
        m_layout->addWidget(new widgets::SectionHeader(title, m_content));
    }
    m_layout->addWidget(group);
    m_parts.push_back({nullptr, group, nullptr});
}

RowList* CaseForm::addList(const QString& title, const char* name, RowKind kind, const QString& addText,
                           std::function<void(RowList*)> add) {
    m_layout->addSpacing(sectionGap - 8);
    auto* head = new QHBoxLayout;
    head->addWidget(new widgets::SectionHeader(title, m_content), 1);
    QPushButton* button = nullptr;
    if (add) {
        button = new QPushButton(style::icon(Icon::plus), addText, m_content);
        button->setObjectName(QLatin1String("add") + QLatin1String(name) + QLatin1String("PushButton"));
        style::setButtonRole(button, style::ButtonRole::plain);
        head->addWidget(button);
    }
    m_layout->addLayout(head);
    auto* list = new RowList(m_draft, std::move(kind), m_content);
    list->setObjectName(QString::fromLatin1(name).toLower() + QStringLiteral("RowList"));
    m_layout->addWidget(list);
    if (button)
        connect(button, &QPushButton::clicked, list, [add, list] { add(list); });
    connect(list, &RowList::rowsChanged, this, &CaseForm::orderTabs);
    m_parts.push_back({button, nullptr, list});
    return list;
}

void CaseForm::addLists() {
    auto parameters =
        rowKind(&TestCaseDocument::parameters, QStringLiteral("/parameters"), tr("parameter"),
                tr("What may differ from run to run. ${name} stands for it in steps and criteria."));
    parameters.makeGroup = [this](int index, QWidget* parent) {
        return new ParameterGroup(m_draft, index, parent);
    };
    m_parameters = addList(tr("Parameters"), "Parameter", std::move(parameters), tr("Add parameter"),
                           [this](RowList* list) {
                               list->add(tr("add parameter"), [](TestCaseDocument& document) {
                                   Parameter added;
                                   added.name = freshName("parameter", namesOfParameters(document));
                                   document.parameters.push_back(std::move(added));
                               });
                           });
    addGroup(tr("Devices"), new DevicesSection(m_draft, m_help, m_content));
    auto steps = rowKind(&TestCaseDocument::steps, QStringLiteral("/steps"), tr("step"),
                         tr("What is done, in this order. A case needs at least one step."));
    steps.makeGroup = [this](int index, QWidget* parent) {
        return new StepGroup(m_draft, false, index, parent);
    };
    m_steps = addList(tr("Steps"), "Step", std::move(steps), tr("Add step"), [this](RowList* list) {
        list->add(tr("add step"), [](TestCaseDocument& document) {
            const auto kind = document.steps.empty() ? StepKind::measure : document.steps.back().kind;
            const bool isPlain = kind == StepKind::wait || kind == StepKind::measure;
            document.steps.push_back(newStep(document, isPlain ? kind : StepKind::measure,
                                             tr("Step %1").arg(document.steps.size() + 1)));
        });
    });
    auto criteria = rowKind(&TestCaseDocument::criteria, QStringLiteral("/criteria"), tr("criterion"),
                            tr("What the measurements have to fulfil for the run to pass."));
    criteria.makeGroup = [this](int index, QWidget* parent) {
        return new CriterionGroup(m_draft, m_help, index, parent);
    };
    m_criteria = addList(
        tr("Success criteria"), "Criterion", std::move(criteria), tr("Add criterion"), [this](RowList* list) {
            list->add(tr("add criterion"), [](TestCaseDocument& document) {
                document.criteria.push_back({expressionOf({}).toStdString(), Severity::must, {}});
            });
        });
    auto teardown = rowKind(&TestCaseDocument::teardown, QStringLiteral("/teardown"), tr("step"),
                            tr("What is done at the end in any case, also after a failure or a cancel."));
    teardown.makeGroup = [this](int index, QWidget* parent) {
        return new StepGroup(m_draft, true, index, parent);
    };
    m_teardown =
        addList(tr("Teardown"), "Teardown", std::move(teardown), tr("Add step"), [this](RowList* list) {
            list->add(tr("add teardown step"), [](TestCaseDocument& document) {
                document.teardown.push_back(
                    newStep(document, StepKind::wait, tr("Teardown %1").arg(document.teardown.size() + 1)));
            });
        });
}

void CaseForm::addAttachments() {
    auto attachments = rowKind(&TestCaseDocument::attachments, QStringLiteral("/attachments"),
                               tr("attachment"), tr("No files beside this case."));
    attachments.makeGroup = [this](int index, QWidget* parent) {
        return new AttachmentGroup(m_draft, index, parent);
    };
    addList(tr("Attachments"), "Attachment", std::move(attachments), {}, {});
}

void CaseForm::show() {
    for (const auto& part : m_parts) {
        if (part.group) {
            part.group->refresh();
            part.group->showFaults();
        } else {
            part.list->refresh();
            part.list->showFaults();
        }
    }
}

/// Rows that come late are reached where they stand.
void CaseForm::orderTabs() {
    QWidget* before = nullptr;
    const auto next = [&](QWidget* widget) {
        if (before)
            QWidget::setTabOrder(before, widget);
        before = widget;
    };
    for (const auto& part : m_parts) {
        if (part.add)
            next(part.add);
        const QList<QWidget*> stops = part.group ? part.group->tabStops() : part.list->tabStops();
        for (auto* stop : stops) {
            const auto inner = stop->findChildren<QLineEdit*>();
            const bool isComposite =
                stop->focusPolicy() == Qt::NoFocus || qobject_cast<widgets::WordListEdit*>(stop);
            if (isComposite && !inner.isEmpty())
                next(inner.front());
            else
                next(stop);
        }
    }
}

QWidget* CaseForm::fieldAt(const QString& pointer) const {
    for (const auto& part : m_parts) {
        if (part.list && pointer == part.list->pointer())
            return part.add;
        if (auto* field = part.group ? part.group->fieldAt(pointer) : part.list->fieldAt(pointer))
            return field;
    }
    return nullptr;
}

void CaseForm::lead(const QString& pointer) {
    auto* field = fieldAt(pointer);
    if (!field)
        return;
    ensureWidgetVisible(field, 0, 64);
    field->setFocus(Qt::OtherFocusReason);
    if (auto* line = qobject_cast<QLineEdit*>(field))
        line->deselect();
}

QString CaseForm::pointerOfFocus() const {
    const auto* focus = m_content->focusWidget();
    for (const auto& part : m_parts) {
        if (part.list && focus)
            if (const QString found = part.list->pointerOf(focus); !found.isEmpty())
                return found;
        if (part.group && focus && part.group->isAncestorOf(focus))
            return part.group->pointerOfFocus();
    }
    return {};
}

void CaseForm::focusFirst() {
    lead(QStringLiteral("/title"));
}

/// What one writes stays in sight when a notice or a fault takes room.
void CaseForm::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    auto* focus = QApplication::focusWidget();
    if (focus && m_content->isAncestorOf(focus))
        ensureWidgetVisible(focus, 0, 48);
}

void CaseForm::setReadOnly(bool readOnly) {
    m_content->setEnabled(!readOnly);
}

} // namespace labwarden::console
