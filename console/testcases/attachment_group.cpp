// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/attachment_group.h"

#include "console/style/icons.h"
#include "console/testcases/case_attachments.h"
#include "console/widgets/label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

namespace labwarden::console {

using style::Icon;
using style::Text;
using style::Token;

AttachmentGroup::AttachmentGroup(CaseDraft& draft, int index, QWidget* parent)
    : CaseFields(draft, QStringLiteral("/attachments/%1").arg(index), parent)
    , m_index(index)
    , m_facts(new widgets::Label(Text::secondary, Token::secondary, this)) {
    m_name = addLine("/name", "attachmentName", tr("Name"), tr("rename attachment"),
                     [index](TestCaseDocument& document) -> std::string* {
                         const auto at = static_cast<std::size_t>(index);
                         return at < document.attachments.size() ? &document.attachments[at].name : nullptr;
                     });
    const auto button = [&](const char* name, Icon icon, auto signal) {
        auto* made = new QToolButton(this);
        made->setObjectName(QLatin1String(name));
        made->setIcon(style::icon(icon));
        connect(made, &QToolButton::clicked, this, [this, signal] { Q_EMIT(this->*signal)(m_index); });
        return made;
    };
    m_open = button("openAttachmentToolButton", Icon::externalLink, &AttachmentGroup::openRequested);
    m_save = button("saveAttachmentToolButton", Icon::download, &AttachmentGroup::saveRequested);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_name, 3);
    row->addWidget(m_facts, 2);
    row->addWidget(m_open);
    row->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(faultsLabel());
}

void AttachmentGroup::refresh() {
    FieldGroup::refresh();
    const auto at = static_cast<std::size_t>(m_index);
    if (at >= document().attachments.size())
        return;
    const auto& file = document().attachments[at];
    const QString name = QString::fromStdString(file.name);
    if (!m_name->hasFocus())
        m_name->setCursorPosition(0); // a name is known by its beginning
    QStringList facts{QLocale().formattedDataSize(file.size)};
    if (!file.mediaType.empty())
        facts << QString::fromStdString(file.mediaType);
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_facts->setToolTip(QString::fromStdString(file.sha256));
    m_open->setEnabled(isOpenedSafely(name));
    m_open->setToolTip(m_open->isEnabled()
                           ? tr("Open it")
                           : tr("Files of this kind are saved first, and not opened from here"));
    m_open->setAccessibleName(tr("Open %1").arg(name));
    m_save->setToolTip(tr("Save it to a file…"));
    m_save->setAccessibleName(tr("Save %1").arg(name));
}

QList<QWidget*> AttachmentGroup::tabStops() const {
    return FieldGroup::tabStops() << m_open << m_save;
}

void AttachmentGroup::setReadOnly(bool readOnly) {
    m_name->setEnabled(!readOnly);
}

} // namespace labwarden::console
