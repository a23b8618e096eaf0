// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/document_form.h"

#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
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

} // namespace

DocumentForm::DocumentForm(Draft& draft, QWidget* parent)
    : QScrollArea(parent), m_draft(draft), m_content(new QWidget), m_layout(new QVBoxLayout(m_content)) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(m_content);
    viewport()->setAutoFillBackground(false);
    m_content->setAutoFillBackground(false);
    m_layout->setContentsMargins(margin, 16, margin, margin);
    m_layout->setSpacing(8);
}

void DocumentForm::complete() {
    m_layout->addStretch(1);
    connect(&m_draft, &Draft::changed, this, &DocumentForm::show);
    connect(&m_draft, &Draft::revealed, this, [this](const QString& pointer) {
        if (!isHidden()) // another view is seen instead
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

void DocumentForm::addGroup(const QString& title, FieldGroup* group) {
    if (!title.isEmpty()) {
        m_layout->addSpacing(sectionGap - 8);
        m_layout->addWidget(new widgets::SectionHeader(title, m_content));
    }
    m_layout->addWidget(group);
    m_parts.push_back({nullptr, group, nullptr});
}

RowList* DocumentForm::addList(const QString& title, const char* name, RowKind kind, const QString& addText,
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
    auto* list = new RowList(std::move(kind), m_content);
    list->setObjectName(QString::fromLatin1(name).toLower() + QStringLiteral("RowList"));
    m_layout->addWidget(list);
    if (button)
        connect(button, &QPushButton::clicked, list, [add, list] { add(list); });
    connect(list, &RowList::rowsChanged, this, &DocumentForm::orderTabs);
    m_parts.push_back({button, nullptr, list});
    return list;
}

QPushButton* DocumentForm::adder(const QString& pointer) const {
    for (const auto& part : m_parts)
        if (part.list && part.list->pointer() == pointer)
            return part.add;
    return nullptr;
}

void DocumentForm::show() {
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
void DocumentForm::orderTabs() {
    QWidget* before = nullptr;
    const auto next = [&](QWidget* widget) {
        if (before)
            QWidget::setTabOrder(before, widget);
        before = widget;
    };
    for (const auto& part : m_parts) {
        if (part.add)
            next(part.add);
        for (auto* stop : part.barStops)
            next(stop);
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

QWidget* DocumentForm::fieldAt(const QString& pointer) const {
    for (const auto& part : m_parts) {
        if (part.list && pointer == part.list->pointer())
            return part.add;
        if (auto* field = part.group ? part.group->fieldAt(pointer) : part.list->fieldAt(pointer))
            return field;
    }
    return nullptr;
}

QString DocumentForm::pointerOfFocus() const {
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

void DocumentForm::lead(const QString& pointer) {
    auto* field = fieldAt(pointer);
    if (!field)
        return;
    ensureWidgetVisible(field, 0, 64);
    field->setFocus(Qt::OtherFocusReason);
    if (auto* line = qobject_cast<QLineEdit*>(field))
        line->deselect();
}

/// What one writes stays in sight when a notice or a fault takes room.
void DocumentForm::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    auto* focus = QApplication::focusWidget();
    if (focus && m_content->isAncestorOf(focus))
        ensureWidgetVisible(focus, 0, 48);
}

void DocumentForm::addBar(RowList* list, QWidget* bar, const QList<QWidget*>& tabStops) {
    m_layout->insertWidget(m_layout->indexOf(list), bar);
    for (auto& part : m_parts)
        if (part.list == list)
            part.barStops = tabStops;
    orderTabs();
}

void DocumentForm::setReadOnly(bool readOnly) {
    for (const auto& part : m_parts) {
        if (part.add)
            part.add->setEnabled(!readOnly);
        if (part.group)
            part.group->setReadOnly(readOnly);
        else
            part.list->setReadOnly(readOnly);
    }
}

} // namespace labwarden::console
