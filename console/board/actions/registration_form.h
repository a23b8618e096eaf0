// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/problem.h"
#include "console/board/actions/known_values.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLineEdit;
class QPlainTextEdit;

namespace labwarden::widgets {
class FormField;
}

namespace labwarden::board {

/// What a person says of a new device, or of several that have something in common. Faults stand at their
/// fields.
class RegistrationForm : public QWidget {
    Q_OBJECT
public:
    /// For `one` device, or for several: then what tells them apart is not asked for.
    RegistrationForm(bool one, const KnownValues& known, QWidget* parent = nullptr);

    /// The key is given and cannot be changed; the name is to begin with.
    void setKey(const std::string& key);
    /// With blanks around texts taken away; of several devices without key and name.
    NewDevice device() const;
    /// Something has been entered that was not there to begin with.
    bool isDirty() const;
    /// Puts each fault at its field and the keyboard at the first; the texts of those that belong to none.
    QStringList showFaults(const std::vector<Fault>& faults);
    void clearFaults();
    /// The first field that a person has to fill in.
    QWidget* first() const;

Q_SIGNALS:
    void changed();

private:
    QLineEdit* addLine(const QString& caption, const char* pointer, const char* name, int row, int column,
                       int columns = 1);
    void addField(widgets::FormField* field, const char* pointer, int row, int column, int columns);

    struct Field {
        QString pointer; ///< into the device
        widgets::FormField* field;
    };
    bool m_one;
    QGridLayout* m_grid;
    std::vector<Field> m_fields;
    QLineEdit *m_key = nullptr, *m_name = nullptr, *m_serial = nullptr, *m_slot = nullptr;
    QLineEdit *m_type, *m_model, *m_firmware, *m_site, *m_room, *m_rack, *m_tags, *m_capabilities, *m_owner;
    QPlainTextEdit* m_notes;
    NewDevice m_begun;
};

} // namespace labwarden::board
