// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/field_group.h"

namespace labwarden::console {

/// Fields of a form that stand for parts of a Document. A group derives from it and adds its fields; `what`
/// is a change for the undo menu.
template<class Document>
class FieldsOf : public FieldGroup {
public:
    FieldsOf(DraftOf<Document>& draft, QString base, QWidget* parent)
        : FieldGroup(draft, std::move(base), parent), m_draft(draft) {}

protected:
    template<class T>
    using Access = std::function<T*(Document&)>; ///< null: there is no such thing any more

    QLineEdit* addLine(const char* rest, const char* name, const QString& caption, const QString& what,
                       Access<std::string> access) {
        return makeLine(QLatin1String(rest), name, caption, typed(rest, what, access));
    }
    QPlainTextEdit* addProse(const char* rest, const char* name, const QString& caption, const QString& what,
                             Access<std::string> access) {
        return makeProse(QLatin1String(rest), name, caption, typed(rest, what, access));
    }
    DurationEdit* addDuration(const char* rest, const char* name, const QString& caption, const QString& what,
                              Access<double> access) {
        return makeDuration(QLatin1String(rest), name, caption, typed(rest, what, access));
    }
    /// Numbers or nothing.
    QLineEdit* addNumber(const char* rest, const char* name, const QString& caption, const QString& what,
                         Access<std::optional<double>> access) {
        return makeNumber(QLatin1String(rest), name, caption, typed(rest, what, access));
    }
    QSpinBox* addCount(const char* rest, const char* name, const QString& caption, const QString& what,
                       int least, int most, Access<int> access) {
        return makeCount(QLatin1String(rest), name, caption, least, most, typed(rest, what, access));
    }
    /// `E`'s values are the rows of the box.
    template<class E>
    QComboBox* addChoice(const char* rest, const char* name, const QString& caption, const QString& what,
                         const QStringList& words, Access<E> access) {
        return addChoiceOf(
            rest, name, caption, what, words,
            [access](Document& document) {
                const E* value = access(document);
                return value ? static_cast<int>(*value) : -1;
            },
            [access](Document& document, int chosen) {
                if (E* value = access(document))
                    *value = static_cast<E>(chosen);
            });
    }
    QComboBox* addChoiceOf(const char* rest, const char* name, const QString& caption, const QString& what,
                           const QStringList& words, std::function<int(Document&)> get,
                           std::function<void(Document&, int)> set) {
        Bound<int> value;
        value.get = [this, get] { return std::optional(get(document())); };
        value.set = [this, rest, what, set](int chosen) {
            write(rest, what, Draft::Kind::step, [&](Document& now) { set(now, chosen); });
        };
        return makeChoice(QLatin1String(rest), name, caption, words, std::move(value));
    }

    void write(const char* rest, const QString& what, Draft::Kind kind,
               const std::function<void(Document&)>& change) {
        m_draft.edit(base() + QLatin1String(rest), what, kind, change);
    }
    DraftOf<Document>& draft() const { return m_draft; }
    /// The document, for an Access that is only read through.
    Document& document() const { return const_cast<Document&>(m_draft.document()); }

private:
    template<class T>
    Bound<T> typed(const char* rest, const QString& what, Access<T> access) {
        Bound<T> value;
        value.get = [this, access] {
            const T* found = access(document());
            return found ? std::optional<T>(std::in_place, *found) : std::optional<T>();
        };
        value.set = [this, rest, what, access](const T& entered) {
            write(rest, what, Draft::Kind::typing, [&](Document& now) {
                if (T* found = access(now))
                    *found = entered;
            });
        };
        return value;
    }

    DraftOf<Document>& m_draft;
};

} // namespace labwarden::console
