// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/view_name_dialog.h"

#include "console/board/query/saved_views.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/form_field.h"
#include "console/widgets/label.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::board {

namespace {
constexpr int dialogWidth = 400;
}

ViewNameDialog::ViewNameDialog(const SavedViews& views, const QString& renamed, QWidget* parent)
    : QDialog(parent)
    , m_views(views)
    , m_renamed(renamed)
    , m_name(new QLineEdit(renamed))
    , m_save(new QPushButton(this)) {
    setObjectName(QStringLiteral("viewNameDialog"));
    setWindowTitle(renamed.isEmpty() ? tr("Save as a view") : tr("Rename the view"));
    setFixedWidth(dialogWidth);
    m_name->setObjectName(QStringLiteral("viewNameLineEdit"));
    m_name->setMaxLength(SavedViews::longestName);
    m_name->selectAll();
    m_field = new widgets::FormField(tr("&Name"), m_name, this);
    m_save->setObjectName(QStringLiteral("saveViewPushButton"));
    m_save->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("cancelViewPushButton"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::metrics::pageMargin, style::metrics::pageMargin,
                               style::metrics::pageMargin, 16);
    layout->setSpacing(12);
    layout->addWidget(new widgets::Label(windowTitle(), style::Text::heading, style::Token::text, this));
    auto* what =
        new widgets::Label(renamed.isEmpty() ? tr("It keeps the filter, the grouping and the kind of view.")
                                             : tr("What it shows stays as it is."),
                           style::Text::body, style::Token::secondary, this);
    what->setWordWrap(true);
    layout->addWidget(what);
    layout->addWidget(m_field);
    layout->addSpacing(4);
    layout->addLayout(buttons);

    connect(m_name, &QLineEdit::textChanged, this, &ViewNameDialog::check);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] {
        Q_EMIT named(m_name->text().simplified());
        accept();
    });
    check();
    m_name->setFocus();
}

void ViewNameDialog::check() {
    const QString name = m_name->text().simplified();
    const SavedView* other = m_views.find(name);
    const bool isTaken = other && other->name.compare(m_renamed, Qt::CaseInsensitive) != 0;
    const bool isRename = !m_renamed.isEmpty();
    m_field->setFault(!isTaken   ? QString()
                      : isRename ? tr("Another view is called so.")
                                 : tr("A view is called so; what it shows will be replaced."));
    m_save->setText(isRename ? tr("Rename") : isTaken ? tr("Replace it") : tr("Save view"));
    m_save->setEnabled(!name.isEmpty() && !(isTaken && isRename));
    m_save->setToolTip(name.isEmpty() ? tr("A view needs a name") : QString());
    m_save->setAccessibleDescription(m_save->toolTip());
    adjustSize();
}

} // namespace labwarden::board
