// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environments_page.h"

#include "console/environments/environment_actions.h"
#include "console/environments/environment_editor.h"
#include "console/environments/environment_model.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/search_field.h"
#include "console/widgets/stale_bar.h"
#include "console/widgets/table.h"

#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int cellPadding = 6; ///< of the style, left of a cell's text
constexpr int listMinimumWidth = 400;
constexpr int editorWidth = 720;
const QString splitKey = QStringLiteral("environments/editorWidth");

} // namespace

EnvironmentsPage::EnvironmentsPage(const EnvironmentParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_model(new EnvironmentModel(parts.store, this))
    , m_proxy(new EnvironmentProxy(m_model, this))
    , m_actions(new EnvironmentActions(parts, this))
    , m_notice(new widgets::Notice(this))
    , m_staleBar(new widgets::StaleBar(widgets::StaleBar::Subject::environments, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this)) {
    setObjectName(QStringLiteral("environmentsPage"));
    m_notice->setObjectName(QStringLiteral("environmentsNotice"));
    m_staleBar->setObjectName(QStringLiteral("staleEnvironmentsBar"));
    m_staleBar->hide();
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeList());
    m_editor = new EnvironmentEditor(parts);
    m_splitter->addWidget(m_editor);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    widgets::leadFocus(this, m_table);
    connectTable();
    connectActions();
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { m_parts.settings.setValue(splitKey, m_editor->width()); });
    connect(&m_parts.store, &LabStore::sessionChanged, this, &EnvironmentsPage::sessionChanged);
    connect(&m_parts.store, &LabStore::reset, this, &EnvironmentsPage::update);
    sessionChanged();
}

QLayout* EnvironmentsPage::makeHead() {
    m_search = new widgets::SearchField(this);
    m_search->setObjectName(QStringLiteral("environmentSearchField"));
    m_search->setPlaceholderText(tr("Filter…"));
    m_search->setAccessibleName(tr("Filter environments"));
    m_search->setToolTip(tr("By name, description, queue, variable or person; all words have to occur"));
    m_new = new QPushButton(style::icon(Icon::plus, Token::onFilled), tr("New"), this);
    m_new->setObjectName(QStringLiteral("newEnvironmentPushButton"));
    m_new->setAccessibleName(tr("New environment"));
    style::setButtonRole(m_new, style::ButtonRole::primary);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(margin, 14, margin, 12);
    head->setSpacing(10);
    head->addWidget(new widgets::Label(tr("Environments"), style::Text::title, Token::text, this));
    head->addStretch(1);
    head->addWidget(m_search, 2);
    head->addWidget(m_new);
    return head;
}

void EnvironmentsPage::makeTable(QWidget* parent) {
    m_table = new QTableView(parent);
    m_table->setObjectName(QStringLiteral("environmentTableView"));
    m_table->setAccessibleName(tr("Environments"));
    m_table->setModel(m_proxy);
    widgets::setUpTable(m_table);
    widgets::offerCopy(m_table);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->sortByColumn(EnvironmentModel::Name, Qt::AscendingOrder);
    m_table->viewport()->setBackgroundRole(QPalette::Window);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* columns = m_table->horizontalHeader();
    columns->setStretchLastSection(false);
    const std::pair<int, int> widths[] = {{EnvironmentModel::Queue, 190},
                                          {EnvironmentModel::Variables, 150},
                                          {EnvironmentModel::ChangedBy, 140},
                                          {EnvironmentModel::Changed, 150}};
    for (const auto& [column, width] : widths)
        columns->resizeSection(column, width);
    columns->setSectionResizeMode(EnvironmentModel::Name, QHeaderView::Stretch);
}

QWidget* EnvironmentsPage::makeList() {
    auto* list = new QWidget(this);
    list->setMinimumWidth(listMinimumWidth);
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeHead());
    m_notice->setContentsMargins(margin, 0, margin, 12);
    layout->addWidget(m_notice);
    m_empty = new widgets::EmptyState(list);
    m_empty->setObjectName(QStringLiteral("environmentsEmptyState"));
    auto* pane = new QWidget(list);
    makeTable(pane);
    auto* paneLayout = new QVBoxLayout(pane);
    paneLayout->setContentsMargins(margin - cellPadding, 0, margin - cellPadding, 0);
    paneLayout->addWidget(m_table);
    m_stack = new QStackedWidget(list);
    m_stack->addWidget(pane);
    m_stack->addWidget(m_empty);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, list));
    layout->addWidget(m_staleBar);
    layout->addWidget(m_stack, 1);
    return list;
}

void EnvironmentsPage::connectTable() {
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy->setFilter(text);
        update();
    });
    connect(m_search, &QLineEdit::returnPressed, m_table, [this] {
        m_table->setFocus();
        if (!m_table->currentIndex().isValid())
            m_table->selectRow(0);
    });
    connect(m_new, &QPushButton::clicked, this, &EnvironmentsPage::newEnvironment);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (m_model->rowCount() == 0)
            newEnvironment();
        else
            m_search->clear();
    });
    const auto open = [this](const QModelIndex& index) { openEnvironment(m_proxy->at(index).id); };
    connect(m_table, &QTableView::activated, this, open);
    connect(m_table, &QTableView::clicked, this, open);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (const auto id = current(); !id.empty())
            m_actions->makeMenu(id)->popup(m_table->viewport()->mapToGlobal(at));
    });
    auto* erase = new QShortcut(QKeySequence::Delete, m_table);
    erase->setContext(Qt::WidgetShortcut);
    connect(erase, &QShortcut::activated, this, [this] {
        if (const auto id = current(); !id.empty() && m_parts.store.may("environments:write"))
            m_actions->remove(id);
    });
    const auto changed = [this] {
        update();
        if (!m_awaited.empty() && m_proxy->indexOf(m_awaited).isValid())
            select(std::exchange(m_awaited, {}));
    };
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, changed);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, changed);
}

void EnvironmentsPage::connectActions() {
    connect(m_actions, &EnvironmentActions::openRequested, this, &EnvironmentsPage::openEnvironment);
    connect(m_actions, &EnvironmentActions::historyRequested, this, [this](const std::string& id) {
        m_editor->leave([this, id] {
            m_editor->openEnvironment(id);
            update();
            m_editor->openHistory();
        });
    });
    connect(m_actions, &EnvironmentActions::copied, this,
            [this](const EnvironmentDocument& document, const QString& from, int secrets) {
                m_editor->leave([this, document, from, secrets] {
                    m_editor->openCopy(document, from, secrets);
                    m_table->clearSelection();
                    update();
                });
            });
    connect(m_actions, &EnvironmentActions::removed, this,
            [this](const std::string& id, const QString& name) {
                if (m_editor->environmentId() == id)
                    m_editor->close();
                m_notice->say(Icon::circleCheck, Token::available, tr("%1 was deleted.").arg(name));
                m_notice->offer({});
            });
    connect(m_actions, &EnvironmentActions::failed, this,
            [this](const QString& words, const QString& detail) {
                m_notice->problem(words, detail);
                m_notice->offer({});
            });
    connect(m_notice, &widgets::Notice::actionTriggered, m_notice, &widgets::Notice::clear);
    connect(m_editor, &EnvironmentEditor::closed, this, [this] {
        update();
        m_table->setFocus();
    });
    connect(m_editor, &EnvironmentEditor::saved, this, [this](const std::string& id) {
        if (m_proxy->indexOf(id).isValid())
            select(id);
        else
            m_awaited = id;
    });
    connect(m_editor, &EnvironmentEditor::compareRequested, m_actions, &EnvironmentActions::compare);
    connect(m_editor, &EnvironmentEditor::copyRequested, m_actions, &EnvironmentActions::copy);
    connect(m_editor, &EnvironmentEditor::removeRequested, m_actions, &EnvironmentActions::remove);
}

std::string EnvironmentsPage::current() const {
    const auto index = m_table->currentIndex();
    return index.isValid() ? m_proxy->at(index).id : std::string();
}

void EnvironmentsPage::select(const std::string& id) {
    const auto index = m_proxy->indexOf(id);
    if (!index.isValid())
        return;
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

void EnvironmentsPage::openEnvironment(const std::string& id) {
    if (id == m_editor->environmentId()) {
        m_editor->focusFirst();
        return;
    }
    m_editor->leave([this, id] {
        m_editor->openEnvironment(id);
        update();
        select(id);
    });
}

void EnvironmentsPage::newEnvironment() {
    if (!m_parts.store.may("environments:write"))
        return;
    m_editor->leave([this] {
        m_editor->openNew();
        m_table->clearSelection();
        update();
    });
}

void EnvironmentsPage::setNarrow(bool narrow) {
    if (m_table->isColumnHidden(EnvironmentModel::Changed) == narrow)
        return;
    for (const int column :
         {EnvironmentModel::Variables, EnvironmentModel::ChangedBy, EnvironmentModel::Changed})
        m_table->setColumnHidden(column, narrow);
    if (!narrow)
        return;
    const int wide = std::min(m_parts.settings.value(splitKey, editorWidth).toInt(), width() * 62 / 100);
    m_splitter->setSizes({std::max(listMinimumWidth, width() - wide), wide});
}

void EnvironmentsPage::update() {
    m_new->setVisible(m_parts.store.may("environments:write"));
    setNarrow(m_editor->isOpen());
    m_stack->setCurrentIndex(m_proxy->rowCount() > 0 ? 0 : 1);
    if (m_proxy->rowCount() == 0)
        showEmpty();
}

void EnvironmentsPage::showEmpty() {
    if (m_model->rowCount() > 0)
        m_empty->setContent(Icon::searchX, tr("No environment fits the filter."), {}, tr("Show all"));
    else if (!m_parts.store.devicesLoaded())
        m_empty->setContent(Icon::loaderCircle, tr("Loading…"));
    else
        m_empty->setContent(Icon::boxes, tr("There are no environments yet."),
                            tr("An environment says where runs take place: variables, secrets, the runners, "
                               "the link to Grafana."),
                            m_parts.store.may("environments:write") ? tr("New environment") : QString());
}

void EnvironmentsPage::sessionChanged() {
    const auto* session = m_parts.store.session();
    const std::string person =
        session ? session->server.toString().toStdString() + ' ' + session->user.id : std::string();
    if (person != std::exchange(m_person, person)) {
        if (m_editor->isOpen())
            m_editor->close(); // what somebody else has written is not for everybody
        m_notice->clear();
    }
    update();
}

void EnvironmentsPage::setLive(bool live, std::optional<Timestamp> since) {
    m_staleBar->setVisible(!live);
    if (!live)
        m_staleBar->setLastHeard(since);
}

} // namespace labwarden::console
