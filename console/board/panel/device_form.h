// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/problem.h"
#include "console/board/panel/lab_words.h"

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

/// Everything that people say of a device, to be edited. Says at each field what is wrong with it; knows no
/// network.
class DeviceForm : public QWidget {
    Q_OBJECT
public:
    /// `words` are offered where somebody writes.
    explicit DeviceForm(const LabWords& words, QWidget* parent = nullptr);

    void setDescription(const DeviceDescription& description);
    DeviceDescription description() const;
    void setReadOnly(bool readOnly);

    /// Marks what cannot be right, before the server is asked. False when there is any.
    bool check();
    /// False when the fault is of no field here.
    bool showFault(const Fault& fault);
    void clearFaults();
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
    QLineEdit* addLine(const QString& caption, const char* pointer, const char* name,
                       const QStringList& words, int row, int column, int columns = 1);
    widgets::WordListEdit* addWords(const QString& caption, const QString& what, const char* pointer,
                                    const char* name, const QStringList& words, int row);
    void addField(const char* pointer, const QString& caption, QWidget* editor, int row, int column,
                  int columns);

    std::vector<Field> m_fields;
    QGridLayout* m_grid;
    QLineEdit *m_name, *m_type, *m_model, *m_serial, *m_firmware, *m_owner;
    QLineEdit *m_site, *m_room, *m_rack, *m_slot;
    widgets::WordListEdit *m_tags, *m_capabilities;
    QPlainTextEdit* m_notes;
    AttributeModel* m_attributes;
    AttributeTable* m_attributeTable;
};

} // namespace labwarden::board
