// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/change_dialog.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/testcases/case_help.h"
#include "console/widgets/form_field.h"
#include "console/widgets/label.h"
#include "console/widgets/word_list_edit.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

constexpr int margin = style::metrics::pageMargin;

std::vector<std::string> textsOf(const QStringList& words) {
    std::vector<std::string> texts;
    for (const auto& word : words)
        texts.push_back(word.toStdString());
    return texts;
}

} // namespace

ChangeDialog::ChangeDialog(Kind kind, int count, const QStringList& present, CaseHelp& help, QWidget* parent)
    : QDialog(parent), m_kind(kind), m_message(new QLineEdit(this)), m_apply(new QPushButton(this)) {
    setObjectName(QStringLiteral("changeCasesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    const QString cases = count == 1 ? tr("1 test case") : tr("%1 test cases").arg(count);
    const QString title = kind == Kind::tags ? tr("Tags of %1").arg(cases) : tr("Move %1").arg(cases);
    setWindowTitle(title);
    resize(440, 10);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(new widgets::Label(title, style::Text::heading, style::Token::text, this));
    if (kind == Kind::tags) {
        m_add = new widgets::WordListEdit(tr("tag"), QStringLiteral("addTags"), this);
        m_add->setCompletions(help.caseTags());
        m_remove = new widgets::WordListEdit(tr("tag"), QStringLiteral("removeTags"), this);
        m_remove->setCompletions(present);
        layout->addWidget(new widgets::FormField(tr("&Add"), m_add, this));
        layout->addWidget(new widgets::FormField(tr("&Take away"), m_remove, this));
        m_add->line()->setAccessibleName(tr("Tags to add"));
        m_remove->line()->setAccessibleName(tr("Tags to take away"));
        for (auto* list : {m_add, m_remove})
            connect(list, &widgets::WordListEdit::edited, this, &ChangeDialog::check);
    } else {
        m_folder = new QLineEdit(present.value(0), this);
        m_folder->setObjectName(QStringLiteral("newFolderLineEdit"));
        m_folder->setPlaceholderText(tr("at the top"));
        help.complete(m_folder, CaseHelp::List::folders);
        layout->addWidget(new widgets::FormField(tr("&Folder, with / between its names"), m_folder, this));
        connect(m_folder, &QLineEdit::textChanged, this, &ChangeDialog::check);
    }
    m_message->setObjectName(QStringLiteral("changeMessageLineEdit"));
    m_message->setPlaceholderText(tr("Stands in the history of each"));
    layout->addWidget(new widgets::FormField(tr("&What this change is for"), m_message, this));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("cancelChangePushButton"));
    cancel->setAutoDefault(false);
    m_apply->setObjectName(QStringLiteral("applyChangePushButton"));
    m_apply->setText(kind == Kind::tags ? tr("Change tags") : tr("Move"));
    m_apply->setDefault(true);
    style::setButtonRole(m_apply, style::ButtonRole::primary);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        const auto wanted = change();
        accept();
        Q_EMIT chosen(wanted);
    });
    setTabOrder(cancel, m_apply);
    check();
}

CasesChange ChangeDialog::change() const {
    CasesChange wanted;
    wanted.message = m_message->text().toStdString();
    if (m_kind == Kind::tags) {
        wanted.addTags = textsOf(m_add->words());
        wanted.removeTags = textsOf(m_remove->words());
    } else {
        wanted.folder = m_folder->text().trimmed().toStdString();
    }
    return wanted;
}

void ChangeDialog::check() {
    const auto wanted = change();
    m_apply->setEnabled(m_kind == Kind::tags ? !wanted.addTags.empty() || !wanted.removeTags.empty()
                                             : isFolderPath(*wanted.folder));
}

} // namespace labwarden::console
