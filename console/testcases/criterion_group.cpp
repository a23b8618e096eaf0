// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/criterion_group.h"

#include "common/criteria/parser.h"
#include "console/forms/fault_mark.h"
#include "console/style/icons.h"
#include "console/testcases/case_help.h"
#include "console/testcases/case_words.h"
#include "console/testcases/expression_line.h"
#include "console/testcases/live_line.h"
#include "console/widgets/label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace labwarden::console {
namespace {

using widgets::Label;

constexpr CriterionPart everyPart[] = {
    CriterionPart::aggregate, CriterionPart::metric, CriterionPart::comparison, CriterionPart::limit,
    CriterionPart::upper,     CriterionPart::unit,   CriterionPart::window};

Label* word(const QString& text, QWidget* parent) {
    return new Label(text, style::Text::secondary, style::Token::secondary, parent);
}

} // namespace

CriterionGroup::CriterionGroup(CaseDraft& draft, CaseHelp& help, int index, QWidget* parent)
    : CaseFields(draft, QStringLiteral("/criteria/%1").arg(index), parent)
    , m_help(help)
    , m_index(static_cast<std::size_t>(index))
    , m_parts(new QWidget(this))
    , m_text(new ExpressionLine([&help] { return std::span<const Metric>(help.metrics()); }, this))
    , m_live(new LiveLine(this))
    , m_switch(new QToolButton(this)) {
    makeParts();
    m_text->setObjectName(QStringLiteral("criterionExpressionLine"));
    m_text->setPlaceholderText(tr("max(case_temp) < 78 °C over 30 s"));
    connect(m_text, &QLineEdit::textEdited, this, [this](const QString& text) {
        write("/expression", tr("change criterion"), CaseDraft::Kind::typing,
              [&](TestCaseDocument& document) {
                  if (auto* found = spec(document))
                      found->expression = text.toStdString();
              });
    });
    addField(QStringLiteral("/expression"), m_text, tr("Criterion"), [this] { showExpression(); });
    m_switch->setObjectName(QStringLiteral("criterionTextToolButton"));
    m_switch->setCheckable(true);
    m_switch->setIcon(style::icon(style::Icon::terminal));
    m_switch->setToolTip(tr("Write it as text"));
    m_switch->setAccessibleName(tr("Write the criterion as text"));
    connect(m_switch, &QToolButton::clicked, this, [this](bool isText) {
        setText(isText);
        (m_isText ? static_cast<QWidget*>(m_text) : m_metric)->setFocus();
    });
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_parts, 1);
    first->addWidget(m_text, 1);
    first->addWidget(m_switch);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addLayout(makeSecondLine());
    layout->addWidget(m_live);
    layout->addWidget(faultsLabel());
    m_text->hide();
}

void CriterionGroup::setLive(const std::optional<LiveValue>& value) {
    m_live->setValue(value);
}

void CriterionGroup::refresh() {
    FieldGroup::refresh();
    m_switch->setChecked(m_isText);
}

QWidget* CriterionGroup::fieldAt(const QString& pointer) const {
    auto* field = FieldGroup::fieldAt(pointer);
    if (field != m_text || m_isText)
        return field;
    for (auto part : everyPart)
        if (!faultAt(fieldOf(part)).isEmpty())
            return fieldOf(part);
    return m_metric;
}

QString CriterionGroup::pointerOfFocus() const {
    const QWidget* focus = focusWidget();
    if (focus && (m_parts->isAncestorOf(focus) || focus == m_window))
        return base() + QStringLiteral("/expression");
    return FieldGroup::pointerOfFocus();
}

CriterionSpec* CriterionGroup::spec(TestCaseDocument& document) const {
    return m_index < document.criteria.size() ? &document.criteria[m_index] : nullptr;
}

QString CriterionGroup::expression() const {
    const auto* found = spec(document());
    return found ? QString::fromStdString(found->expression) : QString();
}

void CriterionGroup::makeParts() {
    const auto line = [this](const char* name, const QString& caption, const QString& placeholder,
                             int width) {
        auto* made = new QLineEdit(m_parts);
        made->setObjectName(QLatin1String(name) + QLatin1String("LineEdit"));
        made->setAccessibleName(caption);
        made->setPlaceholderText(placeholder);
        if (width > 0)
            made->setFixedWidth(width);
        takeUndoKeys(made);
        connect(made, &QLineEdit::textEdited, this, &CriterionGroup::writeParts);
        return made;
    };
    const auto box = [this](const char* name, const QString& caption, const QStringList& words, int width) {
        auto* made = new QComboBox(m_parts);
        made->setObjectName(QLatin1String(name) + QLatin1String("ComboBox"));
        made->setAccessibleName(caption);
        made->addItems(words);
        made->setFocusPolicy(Qt::StrongFocus);
        made->setFixedWidth(width);
        connect(made, &QComboBox::activated, this, &CriterionGroup::writeParts);
        return made;
    };
    m_aggregate = box("criterionAggregate", tr("Aggregate"), aggregateWords(), 92);
    m_aggregate->setEditable(true); // any percentile
    m_aggregate->setInsertPolicy(QComboBox::NoInsert);
    m_aggregate->lineEdit()->setAccessibleName(tr("Aggregate"));
    connect(m_aggregate->lineEdit(), &QLineEdit::textEdited, this, &CriterionGroup::writeParts);
    m_metric = line("criterionMetric", tr("Metric"), tr("metric"), 0);
    m_help.complete(m_metric, CaseHelp::List::metrics);
    connect(m_metric, &QLineEdit::editingFinished, this, [this] {
        // The metric's own unit is what nearly everybody means.
        const QString unit = m_help.unitOf(m_metric->text());
        const bool counts = m_aggregate->currentText() == QLatin1String("count");
        if (m_unit->text().isEmpty() && m_limit->text().isEmpty() && !unit.isEmpty() && !counts) {
            m_unit->setText(unit);
            writeParts();
        }
    });
    m_comparison = box("criterionComparison", tr("Comparison"), comparisonWords(), 96);
    m_comparison->setCurrentText(CriterionParts().comparison);
    m_limit = line("criterionLimit", tr("Limit"), tr("limit"), 64);
    m_and = word(tr("and"), m_parts);
    m_upper = line("criterionUpper", tr("Upper limit"), tr("limit"), 64);
    m_unit = line("criterionUnit", tr("Unit"), tr("unit"), 68);
    for (auto* field : {static_cast<QWidget*>(m_aggregate), static_cast<QWidget*>(m_comparison)})
        takeUndoKeys(field);
    auto* row = new QHBoxLayout(m_parts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_aggregate);
    row->addWidget(m_metric, 1);
    row->addWidget(m_comparison);
    row->addWidget(m_limit);
    row->addWidget(m_and);
    row->addWidget(m_upper);
    row->addWidget(m_unit);
    m_window = line("criterionWindow", tr("Window"), tr("whole step"), 88);
    m_window->setToolTip(tr("A length of time: it has to hold in every window of that length"));
    m_window->setParent(this);
}

QLayout* CriterionGroup::makeSecondLine() {
    m_severity = addChoice<Severity>("/severity", "criterionSeverity", tr("Severity"), tr("change severity"),
                                     severityWords(), [this](TestCaseDocument& document) {
                                         auto* found = spec(document);
                                         return found ? &found->severity : nullptr;
                                     });
    m_step = new QComboBox(this);
    m_step->setObjectName(QStringLiteral("criterionStepComboBox"));
    m_step->setFocusPolicy(Qt::StrongFocus);
    m_step->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_step->setMinimumContentsLength(12);
    connect(m_step, &QComboBox::activated, this, [this](int chosen) {
        write("/step", tr("change step of criterion"), CaseDraft::Kind::step,
              [&](TestCaseDocument& document) {
                  if (auto* found = spec(document))
                      found->step = m_step->itemData(chosen).toString().toStdString();
              });
    });
    addField(QStringLiteral("/step"), m_step, tr("Step"), [this] { showSteps(); });
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(word(tr("over"), this));
    second->addWidget(m_window);
    second->addWidget(word(tr("in"), this));
    second->addWidget(m_step, 1);
    second->addWidget(m_severity);
    return second;
}

void CriterionGroup::showSteps() {
    const auto* found = spec(document());
    if (!found)
        return;
    QStringList names{QString()};
    for (const auto& step : document().steps)
        if (step.kind == StepKind::measure)
            names << QString::fromStdString(step.name);
    const QString chosen = QString::fromStdString(found->step);
    if (!names.contains(chosen))
        names << chosen; // a fault tells that it is none
    QStringList shown;
    for (int i = 0; i < m_step->count(); ++i)
        shown << m_step->itemData(i).toString();
    if (shown != names) {
        m_step->clear();
        for (const auto& name : names)
            m_step->addItem(name.isEmpty() ? tr("every measure step") : name, name);
    }
    m_step->setCurrentIndex(static_cast<int>(names.indexOf(chosen)));
}

CriterionParts CriterionGroup::partsWritten() const {
    CriterionParts parts;
    parts.aggregate = m_aggregate->currentText();
    parts.metric = m_metric->text();
    parts.comparison = m_comparison->currentText();
    parts.limit = m_limit->text();
    parts.upper = m_comparison->currentText() == QLatin1String("between") ? m_upper->text() : QString();
    parts.unit = m_unit->text();
    parts.window = m_window->text();
    return parts;
}

void CriterionGroup::writeParts() {
    const QString text = expressionOf(partsWritten());
    write("/expression", tr("change criterion"), CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
        if (auto* found = spec(document))
            found->expression = text.toStdString();
    });
    const bool between = m_comparison->currentText() == QLatin1String("between");
    m_and->setVisible(between);
    m_upper->setVisible(between);
}

void CriterionGroup::showExpression() {
    const QString text = expression();
    if (m_text->text() != text)
        m_text->setText(text);
    if (!m_isText && text != expressionOf(partsWritten())) {
        if (const auto parts = partsOf(text)) {
            m_aggregate->setCurrentText(parts->aggregate);
            m_metric->setText(parts->metric);
            m_comparison->setCurrentText(parts->comparison);
            m_limit->setText(parts->limit);
            m_upper->setText(parts->upper);
            m_unit->setText(parts->unit);
            m_window->setText(parts->window);
        } else {
            setText(true);
        }
    }
    const bool between = m_comparison->currentText() == QLatin1String("between");
    m_and->setVisible(between);
    m_upper->setVisible(between);
}

void CriterionGroup::setText(bool isText) {
    if (!isText && !partsOf(expression()))
        isText = true; // it cannot be shown otherwise
    m_isText = isText;
    m_switch->setChecked(isText);
    m_switch->setToolTip(!isText                 ? tr("Write it as text")
                         : partsOf(expression()) ? tr("Show it in parts")
                                                 : tr("As it is, it cannot be shown in parts"));
    m_text->setVisible(isText);
    m_parts->setVisible(!isText);
    m_window->setEnabled(!isText); // the text says it
    if (!isText)
        showExpression();
    showFaults();
}

QWidget* CriterionGroup::fieldOf(CriterionPart part) const {
    switch (part) {
    case CriterionPart::aggregate:
        return m_aggregate;
    case CriterionPart::metric:
        return m_metric;
    case CriterionPart::comparison:
        return m_comparison;
    case CriterionPart::limit:
        return m_limit;
    case CriterionPart::upper:
        return m_upper;
    case CriterionPart::unit:
        return m_unit;
    case CriterionPart::window:
        break;
    }
    return m_window;
}

void CriterionGroup::showFaults() {
    FieldGroup::showFaults();
    const QString fault = faultAt(m_text);
    for (auto part : everyPart)
        markFault(fieldOf(part), {});
    if (m_isText) {
        if (!m_text->faults().isEmpty()) // it underlines them itself, where they stand
            if (auto* mark = m_text->findChild<QWidget*>(QStringLiteral("faultMark")))
                mark->hide();
        return;
    }
    if (fault.isEmpty())
        return;
    const auto parts = partsWritten();
    const QByteArray utf8 = expressionOf(parts).toUtf8();
    const auto read =
        criteria::parse(std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())));
    if (read) { // what the server has said, or a parameter that is none
        QWidget* field = m_metric;
        for (auto* line : {m_metric, m_limit, m_upper, m_window})
            if (line->text().startsWith(QLatin1String("${")) && fault.contains(line->text()))
                field = line;
        markFault(field, fault);
    }
    for (const auto& error : read.errors) {
        auto* field =
            fieldOf(partAt(parts, QString::fromUtf8(utf8.left(static_cast<qsizetype>(error.offset))).size()));
        if (faultAt(field).isEmpty())
            markFault(field, QString::fromStdString(error.message));
    }
}

QList<QWidget*> CriterionGroup::tabStops() const {
    return {m_aggregate, m_metric, m_comparison, m_limit, m_upper,   m_unit,
            m_text,      m_switch, m_window,     m_step,  m_severity};
}

} // namespace labwarden::console
