// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/problem.h"
#include "console/board/form/lab_words.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLineEdit;
class QPlainTextEdit;

namespace labwarden::widgets {
class FormField;
class WordListEdit;
} // namespace labwarden::widgets

namespace labwarden::board {

class AttributeModel;
class AttributeTable;

/// Everything that people say of a device, to be edited, or to be said of new ones. Says at each field what
/// is wrong with it; knows no network.
class DeviceForm : public QWidget {
    Q_OBJECT
public:
    /// Of a new device the key is asked for, too; of several new ones only what they may have in common.
    enum class Of { device, newDevice, newDevices };

    /// `words` are offered where somebody writes.
    DeviceForm(Of what, const LabWords& words, QWidget* parent = nullptr);

    /// The key is given and cannot be changed. Of a new device.
    void fixKey(const std::string& key);
    /// Of a new device; else empty.
    std::string key() const;
    void setDescription(const DeviceDescription& description);
    /// Of new devices without blanks around what was entered.
    DeviceDescription description() const;
    void setReadOnly(bool readOnly);

    /// Marks what cannot be right, before the server is asked. False when there is any.
    bool check();
    /// False when the fault is of no field here.
    bool showFault(const Fault& fault);
    void clearFaults();
    /// The first field that a person has to fill in.
    void focusFirst();
    /// The field that has the keyboard now; nullptr when nothing is at fault.
    QWidget* focusFirstFault();

Q_SIGNALS:
    /// By a person.
    void changed();
    /// Enter in a line.
    void submitted();

private:
    struct Field {
        std::string pointer;
        widgets::FormField* field;
    };
    std::string said(const QLineEdit* line) const;
    void addIdentity();
    void addPlace();
    QLineEdit* addLine(const QString& caption, const char* pointer, const char* name,
                       const QStringList& words, int column, int columns = 1);
    widgets::WordListEdit* addWords(const QString& caption, const QString& what, const char* pointer,
                                    const char* name, const QStringList& words);
    void addField(const char* pointer, const QString& caption, QWidget* editor, int column, int columns);

    Of m_of;
    LabWords m_words;
    std::vector<Field> m_fields;
    QGridLayout* m_grid;
    int m_row = 0; ///< of the grid, to which fields are being added
    QLineEdit *m_key = nullptr, *m_name = nullptr, *m_serial = nullptr, *m_slot = nullptr; ///< of one device
    QLineEdit *m_type = nullptr, *m_model = nullptr, *m_firmware = nullptr, *m_owner = nullptr;
    QLineEdit *m_site = nullptr, *m_room = nullptr, *m_rack = nullptr;
    widgets::WordListEdit *m_tags, *m_capabilities;
    QPlainTextEdit* m_notes;
    AttributeModel* m_attributes;
    AttributeTable* m_attributeTable;
};

} // namespace labwarden::board
