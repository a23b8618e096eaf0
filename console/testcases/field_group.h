// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_draft.h"

#include <QWidget>

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

/// Fields of a form that stand for parts of the draft's document, each at its JSON pointer: they show what
/// the document says, write what a person enters into it, and are marked with what is wrong there. Ctrl+Z in
/// them is the draft's.
class FieldGroup : public QWidget {
    Q_OBJECT
public:
    /// `base`: what the pointers of all fields begin with, e.g. "/steps/3".
    FieldGroup(CaseDraft& draft, QString base, QWidget* parent);

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

protected:
    template<class T>
    using Access = std::function<T*(TestCaseDocument&)>; ///< null: there is no such thing any more

    // Each makes a field at base() + `rest`; `caption` is its accessible name and what faults begin with,
    // `what` the change for the undo menu. Object names begin with `name`.
    QLineEdit* addLine(const char* rest, const char* name, const QString& caption, const QString& what,
                       Access<std::string> access);
    QPlainTextEdit* addProse(const char* rest, const char* name, const QString& caption, const QString& what,
                             Access<std::string> access);
    DurationEdit* addDuration(const char* rest, const char* name, const QString& caption, const QString& what,
                              Access<double> access);
    /// Numbers or nothing.
    QLineEdit* addNumber(const char* rest, const char* name, const QString& caption, const QString& what,
                         Access<std::optional<double>> access);
    QSpinBox* addCount(const char* rest, const char* name, const QString& caption, const QString& what,
                       int least, int most, Access<int> access);
    /// `E`'s values are the rows of the box.
    template<class E>
    QComboBox* addChoice(const char* rest, const char* name, const QString& caption, const QString& what,
                         const QStringList& words, Access<E> access) {
        return addChoiceOf(
            rest, name, caption, what, words,
            [access](TestCaseDocument& document) {
                const E* value = access(document);
                return value ? static_cast<int>(*value) : -1;
            },
            [access](TestCaseDocument& document, int chosen) {
                if (E* value = access(document))
                    *value = static_cast<E>(chosen);
            });
    }
    QComboBox* addChoiceOf(const char* rest, const char* name, const QString& caption, const QString& what,
                           const QStringList& words, std::function<int(TestCaseDocument&)> get,
                           std::function<void(TestCaseDocument&, int)> set);
    /// A field that a group makes itself. `show` may be empty.
    void addField(const QString& rest, QWidget* widget, const QString& caption, std::function<void()> show);
    /// Undo and redo in it are the draft's.
    void takeUndoKeys(QWidget* widget);

    void write(const char* rest, const QString& what, CaseDraft::Kind kind,
               const std::function<void(TestCaseDocument&)>& change);
    CaseDraft& draft() const { return m_draft; }
    /// The document, for an Access that is only read through.
    TestCaseDocument& document() const;
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

    CaseDraft& m_draft;
    QString m_base;
    std::vector<Field> m_fields;
    widgets::Label* m_faultsLabel;
};

} // namespace labwarden::console
