// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/parameter_form.h"

#include "common/domain/parameters.h"
#include "console/widgets/label.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::widgets {
namespace {

using style::Text;
using style::Token;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString textOf(const boost::json::value& value) {
    if (const auto* text = value.if_string())
        return QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size()));
    if (value.is_number())
        return QLocale::c().toString(value.to_number<double>(), 'g', QLocale::FloatingPointShortest);
    return {};
}

QString rangeText(const Parameter& p) {
    const auto number = [](double value) {
        return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest);
    };
    if (p.minimum && p.maximum)
        return ParameterForm::tr("%1 to %2").arg(number(*p.minimum), number(*p.maximum));
    if (p.minimum)
        return ParameterForm::tr("at least %1").arg(number(*p.minimum));
    if (p.maximum)
        return ParameterForm::tr("at most %1").arg(number(*p.maximum));
    return {};
}

/// "load_pct" reads as "Load pct".
QString captionOf(const Parameter& p) {
    QString caption = q(p.name).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!caption.isEmpty())
        caption[0] = caption[0].toUpper();
    if (!p.unit.empty())
        caption += QStringLiteral(" (%1)").arg(q(p.unit));
    return caption;
}

} // namespace

ParameterForm::ParameterForm(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("parameterForm"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

void ParameterForm::setParameters(const std::vector<Parameter>& parameters) {
    boost::json::object before; // what was typed
    for (const auto& field : m_fields)
        if (field.touched)
            before[field.parameter.name] = valueOf(field);
    delete m_content;
    m_fields.clear();
    m_content = new QWidget(this);
    auto* form = new QVBoxLayout(m_content);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(4);
    layout()->addWidget(m_content);
    for (const auto& parameter : parameters)
        addField(parameter);
    for (auto& field : m_fields) {
        const auto* kept = before.if_contains(field.parameter.name);
        if (!kept || !valueFault(field.parameter, *kept).empty())
            continue;
        show(field, *kept);
    }
    Q_EMIT changed();
}

void ParameterForm::setDefaults(const boost::json::object& defaults) {
    for (auto& field : m_fields) {
        const auto* other = defaults.if_contains(field.parameter.name);
        field.parameter.defaultValue =
            other && valueFault(field.parameter, *other).empty() ? *other : field.ofCase;
        if (field.touched)
            continue;
        const QSignalBlocker untouched(field.box ? static_cast<QWidget*>(field.box) : field.line);
        show(field, field.parameter.defaultValue);
    }
    Q_EMIT changed();
}

void ParameterForm::show(const Field& field, const boost::json::value& value) {
    if (field.box)
        field.box->setChecked(value.is_bool() && value.get_bool());
    else
        field.line->setText(textOf(value));
}

void ParameterForm::addField(const Parameter& parameter) {
    const auto index = m_fields.size();
    Field field;
    field.parameter = parameter;
    field.ofCase = parameter.defaultValue;
    auto* form = static_cast<QVBoxLayout*>(m_content->layout());
    if (index > 0)
        form->addSpacing(6);
    if (parameter.type == ParameterType::boolean) {
        field.box = new QCheckBox(captionOf(parameter), m_content);
        field.box->setObjectName(q(parameter.name) + QStringLiteral("ParameterCheckBox"));
        field.box->setChecked(parameter.defaultValue.is_bool() && parameter.defaultValue.get_bool());
        form->addWidget(field.box);
        connect(field.box, &QCheckBox::toggled, this, [this, index] { onChanged(index); });
    } else {
        auto* caption = new Label(captionOf(parameter), Text::secondary, Token::secondary, m_content);
        field.line = new QLineEdit(textOf(parameter.defaultValue), m_content);
        field.line->setObjectName(q(parameter.name) + QStringLiteral("ParameterLineEdit"));
        field.line->setAccessibleName(captionOf(parameter));
        field.line->setPlaceholderText(rangeText(parameter));
        caption->setBuddy(field.line);
        auto* head = new QHBoxLayout;
        head->addWidget(caption);
        head->addStretch(1);
        head->addWidget(new Label(rangeText(parameter), Text::caption, Token::muted, m_content));
        form->addLayout(head);
        form->addWidget(field.line);
        connect(field.line, &QLineEdit::textChanged, this, [this, index] { onChanged(index); });
    }
    field.fault = new Label(Text::secondary, Token::failed, m_content);
    field.fault->setObjectName(q(parameter.name) + QStringLiteral("ParameterFaultLabel"));
    field.fault->setTextFormat(Qt::PlainText);
    field.fault->setWordWrap(true);
    field.fault->hide();
    form->addWidget(field.fault);
    m_fields.push_back(std::move(field));
}

void ParameterForm::onChanged(std::size_t index) {
    auto& field = m_fields[index];
    field.touched = true;
    say(field, faultOf(field));
    Q_EMIT changed();
}

boost::json::value ParameterForm::valueOf(const Field& field) {
    if (field.box)
        return field.box->isChecked();
    const QString text = field.line->text();
    if (field.parameter.type == ParameterType::text)
        return text.isEmpty() && !field.parameter.defaultValue.is_string()
                   ? boost::json::value()
                   : boost::json::value(text.toStdString());
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return nullptr;
    bool isNumber = false;
    double number = QLocale::c().toDouble(trimmed, &isNumber);
    if (!isNumber)
        number = QLocale().toDouble(trimmed, &isNumber);
    return isNumber ? boost::json::value(number) : boost::json::value(trimmed.toStdString());
}

QString ParameterForm::faultOf(const Field& field) {
    const auto value = valueOf(field);
    if (value.is_null())
        return field.parameter.defaultValue.is_null() ? tr("is required") : QString();
    if (field.parameter.type == ParameterType::number && !value.is_number())
        return tr("is not a number");
    return q(valueFault(field.parameter, value));
}

boost::json::object ParameterForm::values() const {
    boost::json::object values;
    for (const auto& field : m_fields)
        if (auto value = valueOf(field); !value.is_null())
            values[field.parameter.name] = std::move(value);
    return values;
}

bool ParameterForm::isValid() const {
    return std::all_of(m_fields.begin(), m_fields.end(),
                       [](const Field& field) { return faultOf(field).isEmpty(); });
}

void ParameterForm::showAllFaults() {
    for (auto& field : m_fields)
        say(field, faultOf(field));
}

bool ParameterForm::showFault(std::string_view parameter, const QString& message) {
    for (auto& field : m_fields) {
        if (field.parameter.name == parameter) {
            say(field, message);
            return true;
        }
    }
    return false;
}

void ParameterForm::focusFirstFault() {
    for (auto& field : m_fields) {
        if (!field.fault->isHidden()) {
            (field.box ? static_cast<QWidget*>(field.box) : field.line)->setFocus();
            return;
        }
    }
}

void ParameterForm::say(Field& field, const QString& fault) {
    field.fault->setText(fault);
    field.fault->setHidden(fault.isEmpty());
    QWidget* editor = field.box ? static_cast<QWidget*>(field.box) : field.line;
    editor->setAccessibleDescription(fault);
}

} // namespace labwarden::widgets
