// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/test_cases_page.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/testcases/back_test_panel.h"
#include "console/testcases/case_actions.h"
#include "console/testcases/case_editor.h"
#include "console/testcases/case_form.h"
#include "console/testcases/case_help.h"
#include "console/testcases/case_tree.h"
#include "console/testcases/case_views.h"
#include "console/testcases/case_words.h"
#include "console/testcases/exchange/case_exchange.h"
#include "console/testcases/trial_device.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/search_field.h"
#include "console/widgets/stale_bar.h"

#include <QButtonGroup>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>
#include <utility>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int listMinimumWidth = 400;
constexpr int editorWidth = 720;
constexpr int formWidth = 656; ///< of the editor, to show all of its form
const QString splitKey = QStringLiteral("testcases/editorWidth");

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

TestCasesPage::TestCasesPage(const CaseParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_help(new CaseHelp(this))
    , m_shelf(parts.settings)
    , m_model(new CaseTreeModel(parts.store, this))
    , m_inText(new CaseSearch(parts.api, this))
    , m_actions(new CaseActions(parts, *m_help, this))
    , m_notice(new widgets::Notice(this))
    , m_staleBar(new widgets::StaleBar(widgets::StaleBar::Subject::testCases, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this)) {
    setObjectName(QStringLiteral("testCasesPage"));
    m_notice->setObjectName(QStringLiteral("testCasesNotice"));
    m_staleBar->setObjectName(QStringLiteral("staleCasesBar"));
    m_staleBar->hide();
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_list = makeList();
    m_splitter->addWidget(m_list);
    m_trialDevice = new TrialDevice(parts.store, parts.settings, this);
    m_editor = new CaseEditor(parts, *m_help, m_shelf, *m_trialDevice);
    m_backTest = new BackTestPanel(parts, m_editor->draft(), *m_trialDevice);
    m_splitter->addWidget(m_backTest);
    m_splitter->addWidget(m_editor);
    m_exchange = new CaseExchange(parts, *m_tree, *m_editor, this);
    auto* more = m_exchange->makeButton(this);
    m_head->addWidget(more);
    setTabOrder(m_new, more);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    widgets::leadFocus(this, m_tree);
    connectParts();
    sessionChanged();
    update();
}

QLayout* TestCasesPage::makeHead() {
    m_search = new widgets::SearchField(this);
    m_search->setObjectName(QStringLiteral("caseSearchField"));
    m_search->setPlaceholderText(tr("Filter test cases…"));
    m_search->setAccessibleName(tr("Filter test cases"));
    m_search->setToolTip(
        tr("By title, key, folder, tag, owner, description or metric; all words have to occur"));
    m_new = new QPushButton(style::icon(Icon::plus, Token::onFilled), tr("New"), this);
    m_new->setObjectName(QStringLiteral("newCasePushButton"));
    m_new->setAccessibleName(tr("New test case"));
    style::setButtonRole(m_new, style::ButtonRole::primary);
    m_head = new QHBoxLayout;
    m_head->setContentsMargins(margin, 14, margin - 8, 0); // the last button has room around its icon
    m_head->setSpacing(8);
    m_head->addWidget(new widgets::Label(tr("Test cases"), style::Text::title, Token::text, this), 1);
    m_head->addWidget(m_search, 2);
    m_head->addWidget(m_new);
    return m_head;
}

QLayout* TestCasesPage::makeChips(QWidget* parent) {
    auto* chips = new widgets::FlowLayout(8);
    auto* group = new QButtonGroup(this);
    group->setExclusive(true);
    const auto add = [&](const QString& word, std::optional<CaseStatus> status, const char* name) {
        auto* chip =
            new widgets::Chip(word, status ? std::optional(lookOf(*status).colour) : std::nullopt, parent);
        chip->setObjectName(QLatin1String(name));
        group->addButton(chip);
        chips->addWidget(chip);
        m_chips.emplace_back(status, chip);
    };
    add(tr("All"), {}, "allCasesChip");
    add(lookOf(CaseStatus::draft).word, CaseStatus::draft, "draftCasesChip");
    add(lookOf(CaseStatus::approved).word, CaseStatus::approved, "approvedCasesChip");
    add(lookOf(CaseStatus::retired).word, CaseStatus::retired, "retiredCasesChip");
    m_chips.front().second->setChecked(true);
    return chips;
}

QWidget* TestCasesPage::makeList() {
    auto* list = new QWidget(this);
    list->setMinimumWidth(listMinimumWidth);
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeHead());
    auto* head = new QVBoxLayout;
    head->setContentsMargins(margin, 12, margin, 12);
    head->setSpacing(12);
    head->addLayout(makeChips(list));
    head->addWidget(m_notice);
    layout->addLayout(head);
    m_tree = new CaseTree(m_model, m_parts.settings, list);
    m_empty = new widgets::EmptyState(list);
    m_empty->setObjectName(QStringLiteral("casesEmptyState"));
    auto* pane = new QWidget(list);
    auto* paneLayout = new QVBoxLayout(pane);
    paneLayout->setContentsMargins(margin - 6, 0, 4, 0);
    paneLayout->addWidget(m_tree);
    m_stack = new QStackedWidget(list);
    m_stack->addWidget(pane);
    m_stack->addWidget(m_empty);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, list));
    layout->addWidget(m_staleBar);
    layout->addWidget(m_stack, 1);
    return list;
}

void TestCasesPage::connectParts() {
    connect(m_search, &QLineEdit::textChanged, this, &TestCasesPage::search);
    connect(m_inText, &CaseSearch::found, this,
            [this](const QString&, const CaseSearch::Found& ids) { applyFilter(ids); });
    connect(m_inText, &CaseSearch::failed, this, [this](const ApiError& error) {
        m_notice->problem(tr("Descriptions and metrics could not be searched."), error.detail);
        m_notice->offer({});
    });
    connect(m_search, &QLineEdit::returnPressed, m_tree, [this] { m_tree->setFocus(); });
    for (const auto& [status, chip] : m_chips)
        connect(chip, &widgets::Chip::toggled, this, [this] { applyFilter(m_model->filter().found); });
    connect(m_new, &QPushButton::clicked, this, &TestCasesPage::newCase);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (m_model->totalCount() == 0) {
            newCase();
            return;
        }
        m_search->clear();
        m_chips.front().second->setChecked(true);
    });
    connect(m_model, &CaseTreeModel::countsChanged, this, [this] {
        update();
        if (!m_awaited.empty() && m_model->indexOf(m_awaited).isValid())
            m_tree->select(std::exchange(m_awaited, {}));
    });
    connect(m_tree, &CaseTree::opened, this, &TestCasesPage::openCase);
    const auto chosen = [this] {
        CaseActions::Cases cases;
        for (const auto* each : m_tree->chosen())
            cases.push_back(*each);
        return cases;
    };
    connect(m_tree, &CaseTree::menuRequested, this, [this, chosen](const QPoint& at) {
        if (const auto cases = chosen(); !cases.empty())
            m_actions->makeMenu(cases)->popup(at);
    });
    auto* erase = new QShortcut(QKeySequence::Delete, m_tree);
    erase->setContext(Qt::WidgetShortcut);
    connect(erase, &QShortcut::activated, this, [this, chosen] {
        if (const auto cases = chosen(); !cases.empty() && m_parts.store.may("testcases:write"))
            m_actions->remove(cases);
    });
    connect(m_actions, &CaseActions::openRequested, this, &TestCasesPage::openCase);
    connect(m_actions, &CaseActions::startRequested, this, &TestCasesPage::startRequested);
    connect(m_actions, &CaseActions::exportRequested, m_exchange, &CaseExchange::exportCases);
    connect(m_exchange, &CaseExchange::done, m_actions, &CaseActions::done);
    connect(m_actions, &CaseActions::copied, this, [this](const TestCaseDocument& document) {
        m_editor->leave([this, document] {
            m_editor->openNew(document);
            update();
        });
    });
    connect(m_actions, &CaseActions::done, this, [this](const QString& words, const QString& detail) {
        m_notice->say(Icon::circleCheck, Token::available, words, detail);
        m_notice->offer({});
    });
    connect(m_actions, &CaseActions::failed, this, [this](const QString& words, const QString& detail) {
        m_notice->problem(words, detail);
        m_notice->offer({});
    });
    connect(m_notice, &widgets::Notice::actionTriggered, this, [this] {
        m_notice->clear();
        if (const auto draft = std::exchange(m_offered, std::nullopt))
            m_editor->leave([this, draft] {
                m_editor->resume(*draft);
                update();
            });
    });
    connect(m_editor, &CaseEditor::backTestRequested, this, &TestCasesPage::openBackTest);
    auto* otherView = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_E), this);
    otherView->setContext(Qt::WidgetWithChildrenShortcut);
    connect(otherView, &QShortcut::activated, this, [this] {
        if (m_editor->views()->isVisible())
            m_editor->views()->toggle();
    });
    auto* backTest = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_B), this);
    backTest->setContext(Qt::WidgetWithChildrenShortcut);
    connect(backTest, &QShortcut::activated, this, &TestCasesPage::openBackTest);
    connect(m_backTest, &BackTestPanel::closed, this, &TestCasesPage::showList);
    connect(m_backTest, &BackTestPanel::criterionWanted, m_editor->form(), &CaseForm::lead);
    connect(m_editor, &CaseEditor::closed, this, [this] {
        if (!m_backTest->isHidden())
            m_backTest->close();
        update();
        m_tree->setFocus();
    });
    connect(m_editor, &CaseEditor::saved, this, [this](const std::string& id) { m_awaited = id; });
    connect(m_editor, &CaseEditor::startRequested, this, &TestCasesPage::startRequested);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] {
        if (m_backTest->isHidden())
            m_parts.settings.setValue(splitKey, m_editor->width());
    });
    connect(&m_parts.store, &LabStore::sessionChanged, this, &TestCasesPage::sessionChanged);
    connect(&m_parts.store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (changes.testCases || (!changes.devices.empty() && m_editor->isOpen()))
            refreshHelp();
    });
}

void TestCasesPage::openCase(const std::string& id) {
    if (id == m_editor->caseId()) {
        m_editor->focusFirst();
        return;
    }
    m_editor->leave([this, id] {
        m_editor->openCase(id);
        update();
        m_tree->select(id);
    });
}

void TestCasesPage::newCase() {
    if (!m_parts.store.may("testcases:write"))
        return;
    m_editor->leave([this] {
        TestCaseDocument document;
        document.folder = m_model->folderAt(m_tree->currentIndex()).toStdString();
        if (const auto* session = m_parts.store.session())
            document.owner = session->user.username;
        m_editor->openNew(document);
        update();
    });
}

/// What is known here is filtered with each letter; what only the server knows comes a moment later.
void TestCasesPage::search() {
    applyFilter();
    m_inText->ask(m_search->text());
}

void TestCasesPage::applyFilter(const CaseSearch::Found& found) {
    CaseFilter filter{m_search->text(), {}, found};
    for (const auto& [status, chip] : m_chips)
        if (chip->isChecked())
            filter.status = status;
    m_model->setFilter(filter);
    update();
}

void TestCasesPage::update() {
    const bool loaded = m_parts.store.devicesLoaded();
    for (const auto& [status, chip] : m_chips)
        chip->setCount(!loaded  ? std::optional<int>()
                       : status ? m_model->countOf(*status)
                                : m_model->totalCount());
    const bool writes = m_parts.store.may("testcases:write");
    m_new->setVisible(writes);
    const bool isOpen = m_editor->isOpen();
    const bool wasNarrow = m_tree->isColumnHidden(CaseTreeModel::Changed);
    if (isOpen != wasNarrow) {
        m_tree->setNarrow(isOpen);
        if (isOpen)
            divide();
    }
    if (m_model->shownCount() > 0) {
        m_stack->setCurrentIndex(0);
    } else {
        m_stack->setCurrentIndex(1);
        if (m_model->totalCount() > 0)
            m_empty->setContent(Icon::searchX, tr("No test case fits the filter."), {}, tr("Show all"));
        else if (!loaded)
            m_empty->setContent(Icon::loaderCircle, tr("Loading…"));
        else
            m_empty->setContent(
                Icon::listChecks, tr("There are no test cases yet."),
                tr("A test case says what is done with a device, and what has to hold meanwhile."),
                writes ? tr("New test case") : QString());
    }
}

void TestCasesPage::divide() {
    const bool isTesting = !m_backTest->isHidden();
    const int kept = m_parts.settings.value(splitKey, editorWidth).toInt();
    const int wide = isTesting ? std::min(kept, std::max(formWidth, width() * 48 / 100))
                               : std::min(kept, width() * 62 / 100);
    const int rest = std::max(listMinimumWidth, width() - wide);
    m_splitter->setSizes({isTesting ? 0 : rest, isTesting ? rest : 0, wide});
}

/// It takes the list's place, so that the editor stays in sight.
void TestCasesPage::openBackTest() {
    if (!m_editor->isOpen() || !m_parts.store.may("devices:read"))
        return;
    const auto* criteria = m_editor->form()->criteria();
    if (!criteria->isAncestorOf(focusWidget()) && criteria->count() > 0) { // they are what is worked on
        m_editor->form()->lead(QStringLiteral("/criteria/%1/expression").arg(criteria->count() - 1));
        m_editor->form()->lead(QStringLiteral("/criteria"));
    }
    m_list->hide();
    m_backTest->open(m_editor->caseId());
    divide();
}

void TestCasesPage::showList() {
    m_list->show();
    divide();
    if (m_editor->isOpen())
        m_editor->form()->lead(QStringLiteral("/criteria"));
}

/// What the fields of the editor offer, from what the store knows.
void TestCasesPage::refreshHelp() {
    std::set<QString> types, deviceTags, tags, owners, folders;
    for (const auto& [id, device] : m_parts.store.devices()) {
        types.insert(q(device.type));
        for (const auto& tag : device.tags)
            deviceTags.insert(q(tag));
    }
    for (const auto& [id, each] : m_parts.store.testCases()) {
        owners.insert(q(each.owner));
        for (const auto& tag : each.tags)
            tags.insert(q(tag));
        for (QString path = q(each.folder); !path.isEmpty();
             path.truncate(std::max(path.lastIndexOf(QLatin1Char('/')), qsizetype(0))))
            folders.insert(path);
    }
    if (const auto* session = m_parts.store.session())
        owners.insert(q(session->user.username));
    for (auto* words : {&types, &owners})
        words->erase(QString());
    m_help->setDeviceTypes({types.begin(), types.end()});
    m_help->setDeviceTags({deviceTags.begin(), deviceTags.end()});
    m_help->setCaseTags({tags.begin(), tags.end()});
    m_help->setOwners({owners.begin(), owners.end()});
    m_help->setFolders({folders.begin(), folders.end()});
}

void TestCasesPage::sessionChanged() {
    const auto* session = m_parts.store.session();
    const std::string person =
        session ? session->server.toString().toStdString() + ' ' + session->user.id : std::string();
    if (person != std::exchange(m_person, person)) {
        if (m_editor->isOpen())
            m_editor->close(); // what was not saved is kept for whom it belongs to
        m_notice->clear();
        m_metricsAsked = false;
        m_shelf.setPerson(session ? session->server.toString() : QString(),
                          session ? q(session->user.id) : QString());
        if (session)
            offerDrafts();
    }
    update();
}

void TestCasesPage::offerDrafts() {
    const auto drafts = m_shelf.all();
    m_offered.reset();
    if (drafts.empty() || !m_parts.store.may("testcases:write"))
        return;
    m_offered = drafts.front();
    const QString title = q(m_offered->document.title);
    const QString name =
        m_offered->key.empty() ? (title.isEmpty() ? tr("a new test case") : title) : q(m_offered->key);
    m_notice->say(Icon::history, Token::accent, tr("Go on with your draft of %1?").arg(name),
                  drafts.size() > 1
                      ? tr("%1 more are offered when you open their test cases.").arg(drafts.size() - 1)
                      : QString());
    m_notice->offer(tr("Go on"));
}

void TestCasesPage::setLive(bool live, std::optional<Timestamp> since) {
    m_staleBar->setVisible(!live);
    m_editor->setLive(live);
    if (!live)
        m_staleBar->setLastHeard(since);
}

void TestCasesPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refreshHelp();
    if (std::exchange(m_metricsAsked, true) || !m_parts.store.session())
        return;
    m_parts.api.labMetrics(this, [this](ApiResult<std::vector<LabMetric>> result) {
        m_metricsAsked = static_cast<bool>(result);
        if (!result)
            return;
        std::vector<Metric> metrics;
        for (const auto& metric : *result)
            metrics.push_back({metric.name, metric.unit, 1000});
        m_help->setMetrics(std::move(metrics));
    });
}

} // namespace labwarden::console
