// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <QWidget>

#include <string>
#include <string_view>
#include <vector>

class QCheckBox;
class QLineEdit;

namespace labwarden::widgets {

class Label;

/// Asks for the parameters of a test case, each with its type, unit and default; says what is wrong while one
/// types.
class ParameterForm : public QWidget {
    Q_OBJECT
public:
    explicit ParameterForm(QWidget* parent = nullptr);

    /// Values that were typed stay where a parameter of the same name and type is asked for again.
    void setParameters(const std::vector<Parameter>& parameters);
    /// Defaults that come before the parameters' own, by name: those of the environment. Fields that nobody
    /// has touched show them; what does not fit a parameter, or has none, is left out.
    void setDefaults(const boost::json::object& defaults);
    /// Those that were given; parameters left at nothing take their default on the server.
    boost::json::object values() const;
    bool isValid() const;
    /// Shows the faults of fields that nobody has touched yet, too.
    void showAllFaults();
    /// A fault that the server has found; gone with the next change. False when there is no such parameter.
    bool showFault(std::string_view parameter, const QString& message);
    /// Puts the cursor into the first field with a fault.
    void focusFirstFault();

Q_SIGNALS:
    void changed();

private:
    struct Field {
        Parameter parameter;       ///< its default is the one that counts here
        boost::json::value ofCase; ///< the default that the case has
        QLineEdit* line = nullptr; ///< number, text
        QCheckBox* box = nullptr;  ///< boolean
        Label* fault = nullptr;
        bool touched = false;
    };
    void addField(const Parameter& parameter);
    void onChanged(std::size_t index);
    /// The value; null when the field is empty.
    static boost::json::value valueOf(const Field& field);
    static void show(const Field& field, const boost::json::value& value);
    static QString faultOf(const Field& field);
    void say(Field& field, const QString& fault);

    std::vector<Field> m_fields;
    QWidget* m_content = nullptr;
};

} // namespace labwarden::widgets
