// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/parameter_group.h"

#include "console/testcases/case_words.h"
#include "console/widgets/label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>

namespace labwarden::console {
namespace {

QString textOf(const boost::json::value& value) {
    if (const auto* text = value.if_string())
        return QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size()));
    if (value.is_number())
        return QLocale::c().toString(value.to_number<double>(), 'g', QLocale::FloatingPointShortest);
    if (const auto* yes = value.if_bool())
        return *yes ? QStringLiteral("true") : QStringLiteral("false");
    return {};
}

/// What is written, as a value of the type where it can be one; nothing: the run must give one.
boost::json::value valueOf(const QString& text, ParameterType type) {
    if (text.isEmpty())
        return nullptr;
    bool isNumber = false;
    const double number =
        QLocale::c().toDouble(QString(text).replace(QLatin1Char(','), QLatin1Char('.')), &isNumber);
    if (type == ParameterType::number && isNumber)
        return number;
    if (type == ParameterType::boolean && (text == QLatin1String("true") || text == QLatin1String("false")))
        return text == QLatin1String("true");
    return boost::json::value(text.toStdString()); // of a number that is none the fault tells
}

} // namespace

ParameterGroup::ParameterGroup(CaseDraft& draft, int index, QWidget* parent)
    : CaseFields(draft, QStringLiteral("/parameters/%1").arg(index), parent)
    , m_index(static_cast<std::size_t>(index)) {
    const auto text = [this](std::string Parameter::*member) -> Access<std::string> {
        return [this, member](TestCaseDocument& document) {
            auto* found = parameter(document);
            return found ? &(found->*member) : nullptr;
        };
    };
    const auto number = [this](std::optional<double> Parameter::*member) -> Access<std::optional<double>> {
        return [this, member](TestCaseDocument& document) {
            auto* found = parameter(document);
            return found ? &(found->*member) : nullptr;
        };
    };
    m_name = addLine("/name", "parameterName", tr("Name"), tr("rename parameter"), text(&Parameter::name));
    m_name->setPlaceholderText(tr("name"));
    m_type = addChoiceOf(
        "/type", "parameterType", tr("Type"), tr("change type of parameter"), parameterTypeWords(),
        [this](TestCaseDocument& document) {
            auto* found = parameter(document);
            return found ? static_cast<int>(found->type) : -1;
        },
        [this](TestCaseDocument& document, int chosen) {
            auto* found = parameter(document);
            if (!found)
                return;
            found->type = static_cast<ParameterType>(chosen);
            found->defaultValue = valueOf(textOf(found->defaultValue), found->type);
            if (found->type != ParameterType::number)
                found->minimum = found->maximum = std::nullopt;
            if (found->type != ParameterType::text)
                found->choices.clear();
            if (found->type == ParameterType::boolean && !found->defaultValue.is_bool())
                found->defaultValue = nullptr;
        });
    m_type->setFixedWidth(104);
    m_unit = addLine("/unit", "parameterUnit", tr("Unit"), tr("change unit"), text(&Parameter::unit));
    m_unit->setPlaceholderText(tr("unit"));
    m_unit->setFixedWidth(56);
    makeDefault();
    m_minimum = addNumber("/minimum", "parameterMinimum", tr("Minimum"), tr("change minimum"),
                          number(&Parameter::minimum));
    m_minimum->setPlaceholderText(tr("min"));
    m_maximum = addNumber("/maximum", "parameterMaximum", tr("Maximum"), tr("change maximum"),
                          number(&Parameter::maximum));
    m_maximum->setPlaceholderText(tr("max"));
    for (auto* line : {m_minimum, m_maximum})
        line->setFixedWidth(64);
    makeChoices();
    m_description = addLine("/description", "parameterDescription", tr("Description"),
                            tr("describe parameter"), text(&Parameter::description));
    m_description->setPlaceholderText(tr("What it means, for whoever starts a run"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_name, 3);
    row->addWidget(m_type);
    row->addWidget(m_unit);
    row->addWidget(m_default, 2);
    row->addWidget(m_yesNo, 2);
    row->addWidget(m_minimum);
    row->addWidget(m_maximum);
    row->addWidget(m_choices, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_description);
    layout->addWidget(faultsLabel());
}

Parameter* ParameterGroup::parameter(TestCaseDocument& document) const {
    return m_index < document.parameters.size() ? &document.parameters[m_index] : nullptr;
}

void ParameterGroup::makeDefault() {
    const auto set = [this](const QString& text, CaseDraft::Kind kind) {
        write("/defaultValue", tr("change default"), kind, [&](TestCaseDocument& document) {
            if (auto* found = parameter(document))
                found->defaultValue = valueOf(text, found->type);
        });
    };
    m_default = new QLineEdit(this);
    m_default->setObjectName(QStringLiteral("parameterDefaultLineEdit"));
    m_default->setPlaceholderText(tr("no default"));
    m_default->setToolTip(
        tr("The value of a run that gives none; without a default every run must give one"));
    connect(m_default, &QLineEdit::textEdited, this,
            [set](const QString& text) { set(text, CaseDraft::Kind::typing); });
    m_yesNo = new QComboBox(this);
    m_yesNo->setObjectName(QStringLiteral("parameterYesNoComboBox"));
    m_yesNo->addItems({tr("no default"), tr("Yes"), tr("No")});
    m_yesNo->setAccessibleName(tr("Default"));
    m_yesNo->setFocusPolicy(Qt::StrongFocus);
    takeUndoKeys(m_yesNo);
    connect(m_yesNo, &QComboBox::activated, this, [set](int chosen) {
        set(chosen == 0   ? QString()
            : chosen == 1 ? QStringLiteral("true")
                          : QStringLiteral("false"),
            CaseDraft::Kind::step);
    });
    addField(QStringLiteral("/defaultValue"), m_default, tr("Default"), [this] {
        const auto* found = parameter(document());
        if (!found)
            return;
        if (valueOf(m_default->text(), found->type) != found->defaultValue)
            m_default->setText(textOf(found->defaultValue));
        const auto* yes = found->defaultValue.if_bool();
        m_yesNo->setCurrentIndex(!yes ? 0 : *yes ? 1 : 2);
    });
}

void ParameterGroup::makeChoices() {
    const auto read = [](const QString& text) {
        std::vector<std::string> choices;
        for (const auto& choice : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
            if (!choice.trimmed().isEmpty())
                choices.push_back(choice.trimmed().toStdString());
        return choices;
    };
    m_choices = new QLineEdit(this);
    m_choices->setObjectName(QStringLiteral("parameterChoicesLineEdit"));
    m_choices->setPlaceholderText(tr("any text"));
    m_choices->setToolTip(tr("The texts that are allowed, with commas between"));
    connect(m_choices, &QLineEdit::textEdited, this, [this, read](const QString& text) {
        write("/choices", tr("change choices"), CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
            if (auto* found = parameter(document))
                found->choices = read(text);
        });
    });
    addField(QStringLiteral("/choices"), m_choices, tr("Choices"), [this, read] {
        const auto* found = parameter(document());
        if (!found || read(m_choices->text()) == found->choices)
            return;
        QStringList words;
        for (const auto& choice : found->choices)
            words << QString::fromStdString(choice);
        m_choices->setText(words.join(QStringLiteral(", ")));
    });
}

void ParameterGroup::refresh() {
    FieldGroup::refresh();
    const auto* found = parameter(document());
    if (!found)
        return;
    const auto type = found->type;
    m_unit->setVisible(type == ParameterType::number || !found->unit.empty());
    m_default->setVisible(type != ParameterType::boolean);
    m_yesNo->setVisible(type == ParameterType::boolean);
    m_minimum->setVisible(type == ParameterType::number || found->minimum);
    m_maximum->setVisible(type == ParameterType::number || found->maximum);
    m_choices->setVisible(type == ParameterType::text || !found->choices.empty());
}

} // namespace labwarden::console
