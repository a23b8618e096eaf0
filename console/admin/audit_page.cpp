// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_page.h"

#include "console/admin/audit_detail.h"
#include "console/admin/audit_filter_bar.h"
#include "console/admin/audit_model.h"
#include "console/admin/audit_words.h"
#include "console/admin/export_bar.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/table.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int cellPadding = 6; ///< of the style, left of a cell's text
constexpr int whatAtLeast = 260;

struct ColumnWidth {
    int column, width;
};
constexpr ColumnWidth widths[] = {{AuditModel::When, 170}, {AuditModel::Who, 140}, {AuditModel::From, 140}};

} // namespace

AuditLogPage::AuditLogPage(const AdminParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_log(parts.api)
    , m_export(parts.api.client())
    , m_model(new AuditModel(this))
    , m_filter(new AuditFilterBar(parts.clock, this))
    , m_detail(new AuditDetail(this))
    , m_line(new widgets::Hairline(Qt::Vertical, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
    , m_notice(new widgets::Notice(this))
    , m_more(new widgets::Label(Text::secondary, Token::muted, this))
    , m_bar(new ExportBar(m_export, this)) {
    setObjectName(QStringLiteral("auditPage"));
    m_tools = makeTools();
    m_empty->setObjectName(QStringLiteral("auditEmptyState"));
    m_notice->setObjectName(QStringLiteral("auditNotice"));
    m_more->setObjectName(QStringLiteral("auditMoreLabel"));
    m_stack->addWidget(makeList());
    m_stack->addWidget(m_empty);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(m_stack, 1);
    columns->addWidget(m_line);
    columns->addWidget(m_detail);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(m_notice);
    layout->addLayout(columns, 1);
    layout->addWidget(m_bar);
    connect(m_bar, &ExportBar::ended, this, &AuditLogPage::showState);
    connect(m_bar, &ExportBar::closed, this, [this] { m_csv->setFocus(); });
    m_detail->hide();
    m_line->hide();
    widgets::leadFocus(this, m_table);

    connectLog();
    connect(m_filter, &AuditFilterBar::changed, this, [this] {
        closeDetail();
        m_log.setFilter(m_filter->filter());
    });
    connect(m_detail, &AuditDetail::closed, this, [this] {
        closeDetail();
        m_table->setFocus();
    });
    connect(m_detail, &AuditDetail::actorRequested, m_filter, &AuditFilterBar::setActor);
    connect(m_detail, &AuditDetail::targetRequested, m_filter, &AuditFilterBar::setTarget);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (m_log.state() == AuditLog::State::failed)
            m_log.reload();
        else
            m_filter->reset();
    });
    connect(&m_parts.people, &PeopleStore::changed, this, &AuditLogPage::updatePeople);
    connect(&m_parts.people, &PeopleStore::reset, this, &AuditLogPage::updatePeople);
    connect(&m_parts.lab, &LabStore::sessionChanged, this, [this] {
        // What one admin has looked up is not left to the next one at this console.
        const auto* session = m_parts.lab.session();
        if (!session || session->user.id == m_person)
            return;
        m_person.clear();
        m_export.cancel();
        m_bar->hide();
        closeDetail();
        m_model->replace({});
        if (isVisible())
            begin();
    });
    updatePeople();
    showState();
}

QWidget* AuditLogPage::makeTools() {
    auto* tools = new QWidget;
    m_new = new QPushButton(style::icon(Icon::arrowUp, Token::accent), {}, tools);
    m_new->setObjectName(QStringLiteral("newEntriesPushButton"));
    m_new->setToolTip(tr("Show what has happened since (F5)"));
    m_new->hide();
    m_csv = new QPushButton(style::icon(Icon::download), tr("Export CSV…"), tools);
    m_csv->setObjectName(QStringLiteral("exportCsvPushButton"));
    m_csv->setToolTip(tr("Write everything that the filter lets through to a file"));
    auto* layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addStretch(1);
    layout->addWidget(m_new);
    layout->addWidget(m_csv);
    connect(m_csv, &QPushButton::clicked, this, &AuditLogPage::askFile);
    connect(m_new, &QPushButton::clicked, this, [this] {
        m_table->setFocus();
        m_log.reload();
    });
    return tools;
}

QWidget* AuditLogPage::makeList() {
    auto* pane = new QWidget(this);
    m_table = new QTableView(pane);
    m_table->setObjectName(QStringLiteral("auditTableView"));
    m_table->setAccessibleName(tr("Audit log, newest first"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    m_table->setSortingEnabled(false); // newest first, always: it is a log
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(AuditModel::What, new AuditActionDelegate(m_table));
    auto* columns = m_table->horizontalHeader();
    columns->setStretchLastSection(false);
    for (const auto& [column, width] : widths)
        columns->resizeSection(column, width);
    columns->setSectionResizeMode(AuditModel::What, QHeaderView::Stretch);
    widgets::rememberColumns(m_table, m_parts.settings, QStringLiteral("admin/audit"));
    m_table->installEventFilter(this);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(margin - cellPadding, 0, margin - cellPadding, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1);
    m_more->setContentsMargins(cellPadding, 6, 0, 8);
    layout->addWidget(m_more);

    m_model->setFetcher([this] { return m_log.canLoadOlder(); }, [this] { m_log.loadOlder(); });
    connect(m_table, &QTableView::clicked, this, &AuditLogPage::showEntry);
    connect(m_table, &QTableView::activated, this, &AuditLogPage::showEntry);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (m_detail->isVisible() && current.isValid())
                    showEntry(current);
            });
    return pane;
}

void AuditLogPage::connectLog() {
    connect(&m_log, &AuditLog::replaced, this, [this](const std::vector<AuditEntry>& entries) {
        m_model->replace(entries);
        m_table->scrollToTop();
        if (m_model->rowCount() == 0)
            closeDetail();
        else
            m_table->setCurrentIndex(m_model->index(0, 0));
    });
    connect(&m_log, &AuditLog::appended, m_model, &AuditModel::add);
    connect(&m_log, &AuditLog::changed, this, &AuditLogPage::showState);
    auto* again =
        new QShortcut(QKeySequence::Refresh, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(again, &QShortcut::activated, &m_log, &AuditLog::reload);
}

void AuditLogPage::showState() {
    using State = AuditLog::State;
    const auto state = m_log.state();
    const bool failed = state == State::failed;
    const bool isEmpty = m_model->rowCount() == 0;
    const int newCount = m_log.newCount();
    m_new->setVisible(newCount > 0);
    m_new->setText(newCount == 1             ? tr("1 new entry")
                   : m_log.newCountIsLeast() ? tr("%1 or more new entries").arg(newCount)
                                             : tr("%1 new entries").arg(newCount));
    m_csv->setEnabled(!isEmpty && !m_export.isRunning());
    if (failed && !isEmpty)
        m_notice->problem(tr("The log cannot be read further: %1").arg(m_log.error().title),
                          m_log.error().detail);
    else
        m_notice->clear();
    m_more->setText(state == State::loading || m_log.isAsking() ? tr("Loading…")
                    : failed                                    ? tr("Tried again in a moment.")
                    : m_log.atEnd()                             ? tr("That is all.")
                                                                : QString());
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    if (!isEmpty)
        return;
    if (failed)
        m_empty->setContent(Icon::circleAlert, m_log.error().title, m_log.error().detail, tr("Try again"));
    else if (state != State::loaded)
        m_empty->setContent(Icon::hourglass, tr("Loading the audit log…"));
    else if (m_filter->isNarrow())
        m_empty->setContent(Icon::searchX, tr("Nothing like that has happened"),
                            tr("Another person, time or kind of action may find it."), tr("Show everything"));
    else
        m_empty->setContent(Icon::scrollText, tr("Nothing has happened yet"),
                            tr("Every change of users, roles, devices and runs is written down here."));
}

void AuditLogPage::showEntry(const QModelIndex& index) {
    if (!index.isValid())
        return;
    m_line->show();
    m_detail->show(m_model->at(index.row()));
    fitColumns();
    m_table->scrollTo(index);
}

void AuditLogPage::closeDetail() {
    m_detail->hide();
    m_line->hide();
    fitColumns();
}

void AuditLogPage::updatePeople() {
    QStringList names;
    for (const auto& [id, user] : m_parts.people.users())
        names << QString::fromStdString(user.username);
    names.sort(Qt::CaseInsensitive);
    m_filter->setPeople(names);
}

void AuditLogPage::askFile() {
    const auto day = QDateTime::fromMSecsSinceEpoch(m_parts.clock.now().ms).date().toString(Qt::ISODate);
    widgets::FileDialog::saveFile(this,
                                  {tr("Export the audit log"),
                                   QStringLiteral("labwarden-audit-%1.csv").arg(day),
                                   tr("Comma-separated values (*.csv)"), QStringLiteral("csv")},
                                  [this](const QString& path) {
                                      if (path.isEmpty())
                                          return;
                                      m_export.start(m_filter->filter(), path);
                                      if (m_export.isRunning())
                                          m_bar->begin();
                                      m_bar->setFocus(); // what goes on, and what can be done about it
                                      showState();
                                  });
}

void AuditLogPage::copyEntry() {
    const auto index = m_table->currentIndex();
    if (index.isValid())
        QGuiApplication::clipboard()->setText(copyText(m_model->at(index.row())));
}

/// In the list Ctrl+C copies the entry, Enter opens it and Escape closes what is open.
bool AuditLogPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Copy)) {
        copyEntry();
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        showEntry(m_table->currentIndex());
        return true;
    }
    if (key->key() == Qt::Key_Escape && m_detail->isVisible()) {
        closeDetail();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

/// Beside the open entry, or on a narrow page, the list leaves out what the entry says anyway.
void AuditLogPage::fitColumns() {
    auto* columns = m_table->horizontalHeader();
    int needed = whatAtLeast + 2 * margin + (m_detail->isVisible() ? m_detail->width() : 0);
    for (const auto& [column, width] : widths) {
        columns->showSection(column);
        needed += columns->sectionSize(column);
    }
    if (needed > width())
        columns->hideSection(AuditModel::From);
}

void AuditLogPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_log.setWatching(true);
    begin();
}

/// Loads what has not been loaded for this person yet.
void AuditLogPage::begin() {
    const auto* session = m_parts.lab.session();
    if (!session || session->user.id == m_person || !m_parts.lab.may("audit:read"))
        return;
    m_person = session->user.id;
    m_log.setFilter(m_filter->filter());
}

void AuditLogPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_log.setWatching(false);
}

void AuditLogPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

} // namespace labwarden::console
