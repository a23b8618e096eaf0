// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_detail.h"

#include "console/admin/audit_difference.h"
#include "console/admin/audit_model.h"
#include "console/admin/audit_words.h"
#include "console/admin/difference_grid.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/key_values.h"
#include "console/widgets/label.h"
#include "console/widgets/section_header.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using Kind = AuditDifference::Kind;

constexpr int margin = style::metrics::pageMargin;
constexpr int fixedWidth = 400;
constexpr std::chrono::seconds copiedFor{2};

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

AuditDetail::AuditDetail(QWidget* parent)
    : QWidget(parent)
    , m_title(new widgets::Label(Text::heading, Token::text, this))
    , m_facts(new widgets::KeyValues(this))
    , m_more(new widgets::KeyValues(this))
    , m_header(new widgets::SectionHeader(tr("What changed"), this))
    , m_none(new widgets::Label(Text::secondary, Token::secondary, this))
    , m_difference(new DifferenceGrid(this))
    , m_copy(new QPushButton(style::icon(Icon::copy), tr("Copy"), this))
    , m_byActor(new QPushButton(this))
    , m_aboutTarget(new QPushButton(this))
    , m_copied(new QTimer(this)) {
    setObjectName(QStringLiteral("auditDetail"));
    setFixedWidth(fixedWidth);
    m_title->setObjectName(QStringLiteral("auditDetailTitleLabel"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QPushButton(style::icon(Icon::x), {}, this);
    close->setObjectName(QStringLiteral("closeAuditDetailPushButton"));
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    close->setFixedWidth(style::metrics::controlHeight);
    style::setButtonRole(close, style::ButtonRole::plain);
    m_facts->add(tr("When"));
    m_facts->add(tr("Who"));
    m_more->add(tr("From"));
    m_more->add(tr("Action"));
    m_none->setObjectName(QStringLiteral("auditNoChangeLabel"));
    m_none->setWordWrap(true);
    m_none->setText(tr("Nothing was stored about the state before and after."));
    m_difference->setObjectName(QStringLiteral("auditDifferenceGrid"));
    m_copy->setObjectName(QStringLiteral("copyAuditPushButton"));
    m_copy->setToolTip(tr("Copy the whole entry as text (Ctrl+C in the list)"));
    m_byActor->setObjectName(QStringLiteral("auditByActorPushButton"));
    m_aboutTarget->setObjectName(QStringLiteral("auditAboutTargetPushButton"));

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(margin, 14, margin, margin);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1, Qt::AlignTop);
    head->addWidget(close, 0, Qt::AlignTop);
    column->addLayout(head);
    column->addWidget(m_facts);
    column->addWidget(m_more);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addWidget(new widgets::Hairline(Qt::Horizontal, content));
    column->addWidget(m_header);
    column->addWidget(m_none);
    column->addWidget(m_difference);
    column->addSpacing(4);
    for (auto* button : {m_byActor, m_aboutTarget}) {
        auto* row = new QHBoxLayout;
        row->addWidget(button);
        row->addStretch(1);
        column->addLayout(row);
    }
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setBackgroundRole(QPalette::Window);
    scroll->setWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    m_copied->setSingleShot(true);
    m_copied->setInterval(copiedFor);
    connect(m_copied, &QTimer::timeout, this, [this] {
        m_copy->setText(tr("Copy"));
        m_copy->setIcon(style::icon(Icon::copy));
    });
    connect(m_copy, &QPushButton::clicked, this, &AuditDetail::copy);
    connect(close, &QPushButton::clicked, this, &AuditDetail::closed);
    connect(m_byActor, &QPushButton::clicked, this, [this] { Q_EMIT actorRequested(q(m_entry.actor)); });
    connect(m_aboutTarget, &QPushButton::clicked, this, [this] {
        Q_EMIT targetRequested(q(m_entry.targetKind), q(m_entry.targetId), targetText(m_entry));
    });
}

void AuditDetail::show(const AuditEntry& entry) {
    m_entry = entry;
    QString title = actionText(entry);
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    m_title->setText(title);
    m_facts->setValue(0, auditTimeText(entry.at));
    m_facts->setValue(1, actorText(entry));
    m_more->setValue(0, entry.address.empty() ? QStringLiteral("–") : q(entry.address));
    m_more->setValue(1, q(entry.action));
    const auto lines = differenceOf(entry.oldValue, entry.newValue);
    std::vector<std::vector<DifferenceGrid::Cell>> rows;
    for (const auto& line : lines)
        rows.push_back({{line.field, Token::text},
                        {line.before, line.kind == Kind::added ? Token::muted : Token::failed},
                        {line.after, line.kind == Kind::removed ? Token::muted : Token::available}});
    m_difference->setRows({tr("Field"), tr("Before"), tr("After")}, rows);
    m_difference->setVisible(!lines.empty());
    m_none->setVisible(lines.empty());
    m_header->setNote(lines.empty()       ? QString()
                      : lines.size() == 1 ? tr("1 field")
                                          : tr("%1 fields").arg(lines.size()));
    m_byActor->setText(tr("All by %1").arg(q(entry.actor)));
    m_byActor->setHidden(entry.actor.empty());
    m_aboutTarget->setText(tr("All about %1").arg(targetText(entry)));
    m_aboutTarget->setHidden(entry.targetId.empty());
    m_copied->stop();
    m_copy->setText(tr("Copy"));
    m_copy->setIcon(style::icon(Icon::copy));
    QWidget::show();
}

void AuditDetail::copy() {
    QGuiApplication::clipboard()->setText(copyText(m_entry));
    m_copy->setText(tr("Copied"));
    m_copy->setIcon(style::icon(Icon::check));
    m_copied->start();
}

void AuditDetail::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace labwarden::console
