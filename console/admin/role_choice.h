// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"
#include "console/store/people_store.h"

#include <QString>
#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace labwarden::console {

/// Which roles somebody has, each with what it allows. A role that the signed-in person may not give stays as
/// it is and says why.
class RoleChoice : public QWidget {
    Q_OBJECT
public:
    RoleChoice(const LabStore& lab, const PeopleStore& people, QWidget* parent = nullptr);

    /// Names. Chosen ones that the store does not know are kept and shown too.
    void setRoles(const std::vector<std::string>& roles);
    std::vector<std::string> roles() const;
    /// Nothing can be changed.
    void setReadOnly(bool readOnly);
    /// The store's roles, or what one may do, are others now; the choice stays.
    void refresh();
    /// Tab leads from there to the first role; it lives as long as this.
    void setReachedAfter(QWidget* before) { m_before = before; }

Q_SIGNALS:
    /// By a person.
    void changed();

private:
    /// What is written on a line, and whether it can be changed.
    struct Words {
        std::string name;
        QString description, allows, whyNot;
        bool enabled = true;
        bool operator==(const Words&) const = default;
    };
    std::vector<Words> wordsFor(const std::vector<std::string>& roles) const;
    void addLine(const Words& words);

    const LabStore& m_lab;
    const PeopleStore& m_people;
    QVBoxLayout* m_layout;
    QWidget* m_before = nullptr;
    std::vector<Words> m_words;
    std::vector<QCheckBox*> m_boxes; ///< one for each of the words
    bool m_readOnly = false;
};

} // namespace labwarden::console
