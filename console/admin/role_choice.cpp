// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_choice.h"

#include "console/admin/user_rights.h"
#include "console/admin/user_words.h"
#include "console/widgets/label.h"

#include <QCheckBox>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;

constexpr int indent = 24; ///< the words stand below the box's own

/// As people are shown them: by area, reading first.
std::vector<std::string> inOrder(std::vector<std::string> names, const std::vector<Permission>& order) {
    const auto place = [&](const std::string& name) {
        return std::find_if(order.begin(), order.end(), [&](const Permission& p) { return p.name == name; }) -
               order.begin();
    };
    std::stable_sort(names.begin(), names.end(),
                     [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
    return names;
}

} // namespace

RoleChoice::RoleChoice(const LabStore& lab, const PeopleStore& people, QWidget* parent)
    : QWidget(parent), m_lab(lab), m_people(people), m_layout(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("roleChoice"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    refresh();
}

std::vector<RoleChoice::Words> RoleChoice::wordsFor(const std::vector<std::string>& roles) const {
    std::vector<Words> lines;
    for (const auto& role : m_people.roles()) {
        const Right right = mayGive(role, m_lab);
        const QString allows = allowsText(inOrder(role.permissions, m_people.permissions()));
        const QString description = QString::fromStdString(role.description);
        lines.push_back({role.name, description.isEmpty() ? allows : description,
                         description.isEmpty() ? QString() : allows, m_readOnly ? QString() : right.whyNot,
                         static_cast<bool>(right) && !m_readOnly});
    }
    for (const auto& name : roles)
        if (!m_people.roleByName(name))
            lines.push_back({name, tr("A role that is not known here"), {}, {}, !m_readOnly});
    return lines;
}

void RoleChoice::addLine(const Words& words) {
    const QString name = QString::fromStdString(words.name);
    auto* box = new QCheckBox(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")), this);
    box->setObjectName(name + QStringLiteral("RoleCheckBox"));
    box->setAccessibleDescription(
        QStringList{words.description, words.allows, words.whyNot}.join(QLatin1Char(' ')));
    box->setEnabled(words.enabled);
    box->setToolTip(words.whyNot);
    m_layout->addWidget(box);
    const auto addText = [&](const QString& text, Text font, Token colour, int below) {
        if (text.isEmpty())
            return;
        auto* label = new widgets::Label(text, font, colour, this);
        label->setWordWrap(true);
        label->setContentsMargins(indent, 0, 0, below);
        label->setToolTip(words.whyNot);
        m_layout->addWidget(label);
    };
    addText(words.description, Text::secondary, Token::secondary, words.allows.isEmpty() ? 6 : 0);
    addText(words.allows, Text::caption, Token::muted, 6);
    m_boxes.push_back(box);
    connect(box, &QCheckBox::clicked, this, &RoleChoice::changed);
}

void RoleChoice::setRoles(const std::vector<std::string>& roles) {
    auto words = wordsFor(roles);
    // The same lines keep their boxes, and with them the keyboard.
    if (words != m_words) {
        const auto focused =
            std::find_if(m_boxes.begin(), m_boxes.end(), [](QCheckBox* box) { return box->hasFocus(); });
        const QString name = focused == m_boxes.end() ? QString() : (*focused)->objectName();
        qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
        m_boxes.clear();
        m_words = std::move(words);
        for (const auto& line : m_words)
            addLine(line);
        // What is made late would be reached last.
        QWidget* before = m_before;
        for (auto* box : m_boxes) {
            if (before)
                setTabOrder(before, box);
            before = box;
            if (box->objectName() == name)
                box->setFocus();
        }
    }
    for (std::size_t i = 0; i < m_boxes.size(); ++i)
        m_boxes[i]->setChecked(std::find(roles.begin(), roles.end(), m_words[i].name) != roles.end());
}

std::vector<std::string> RoleChoice::roles() const {
    std::vector<std::string> chosen;
    for (std::size_t i = 0; i < m_boxes.size(); ++i)
        if (m_boxes[i]->isChecked())
            chosen.push_back(m_words[i].name);
    return chosen;
}

void RoleChoice::setReadOnly(bool readOnly) {
    m_readOnly = readOnly;
    refresh();
}

void RoleChoice::refresh() {
    setRoles(roles());
}

} // namespace labwarden::console
