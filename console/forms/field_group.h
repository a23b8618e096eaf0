// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/draft.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

class DurationEdit;

/// Fields of a form that stand for parts of a draft's document, each at its JSON pointer: they show what
/// the document says, write what a person enters into it, and are marked with what is wrong there. Ctrl+Z in
/// them is the draft's. FieldsOf makes them for a document.
class FieldGroup : public QWidget {
    Q_OBJECT
public:
    /// `base`: what the pointers of all fields begin with, e.g. "/steps/3".
    FieldGroup(Draft& draft, QString base, QWidget* parent);

    /// Shows what the document says now.
    virtual void refresh();
    /// Of the draft's faults those that are about this group.
    virtual void showFaults();
    /// Where a pointer leads; the first field for what stands above them all. Null: elsewhere.
    virtual QWidget* fieldAt(const QString& pointer) const;
    /// The pointer of the field that has the keyboard; empty when none has.
    virtual QString pointerOfFocus() const;
    const QString& base() const { return m_base; }
    /// In the order of the eye, for Tab.
    virtual QList<QWidget*> tabStops() const;
    /// Nothing can be changed in it then.
    virtual void setReadOnly(bool readOnly) { setEnabled(!readOnly); }

protected:
    /// A value of the document; `get` gives nothing when there is no such thing any more.
    template<class T>
    struct Bound {
        std::function<std::optional<T>()> get;
        std::function<void(const T&)> set;
    };
    // Each makes a field at base() + `rest`; `caption` is its accessible name and what faults begin with.
    // Object names begin with `name`.
    QLineEdit* makeLine(const QString& rest, const char* name, const QString& caption,
                        Bound<std::string> value);
    QPlainTextEdit* makeProse(const QString& rest, const char* name, const QString& caption,
                              Bound<std::string> value);
    DurationEdit* makeDuration(const QString& rest, const char* name, const QString& caption,
                               Bound<double> value);
    QLineEdit* makeNumber(const QString& rest, const char* name, const QString& caption,
                          Bound<std::optional<double>> value);
    QSpinBox* makeCount(const QString& rest, const char* name, const QString& caption, int least, int most,
                        Bound<int> value);
    QComboBox* makeChoice(const QString& rest, const char* name, const QString& caption,
                          const QStringList& words, Bound<int> value);
    /// A field that a group makes itself. `show` may be empty.
    void addField(const QString& rest, QWidget* widget, const QString& caption, std::function<void()> show);
    /// Undo and redo in it are the draft's.
    void takeUndoKeys(QWidget* widget);
    /// Below the fields: what is wrong, in words. The group puts it into its layout.
    widgets::Label* faultsLabel() const { return m_faultsLabel; }

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Field {
        QString pointer, caption;
        QWidget* widget;
        std::function<void()> show;
    };
    const Field* fieldOf(const QString& pointer) const;

    Draft& m_draft;
    QString m_base;
    std::vector<Field> m_fields;
    widgets::Label* m_faultsLabel;
};

} // namespace labwarden::console
