// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/main_window.h"

#include "console/account/account_dialog.h"
#include "console/admin/admin_page.h"
#include "console/board/actions/board_actions.h"
#include "console/board/board_page.h"
#include "console/environments/environment_editor.h"
#include "console/environments/environments_page.h"
#include "console/login/login_page.h"
#include "console/login/server_address.h"
#include "console/runs/runs_page.h"
#include "console/runs/start_run_dialog.h"
#include "console/shell/dialog_shelf.h"
#include "console/shell/feed_in_dialogs.h"
#include "console/shell/jump_palette.h"
#include "console/shell/nav_bar.h"
#include "console/shell/nav_button.h"
#include "console/shell/side_panels.h"
#include "console/shell/tray_notifier.h"
#include "console/shell/watch_desk.h"
#include "console/shell/window_actions.h"
#include "console/testcases/exchange/case_exchange.h"
#include "console/testcases/test_cases_page.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"

#include <QApplication>
#include <QCloseEvent>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QUuid>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString themeKey = QStringLiteral("window/theme");
constexpr int pageMinimumWidth = 420;
constexpr std::chrono::seconds sessionNoticeTime{30};

} // namespace

MainWindow::MainWindow(const WindowParts& parts)
    : m_parts(parts)
    , m_root(new QStackedWidget(this))
    , m_login(new LoginPage(parts.settings, parts.kept, parts.pins, this))
    , m_shelf(new DialogShelf(*this))
    , m_feedInDialogs(new FeedInDialogs(*this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Labwarden"));
    setCentralWidget(m_root);
    m_root->addWidget(m_login);
    m_root->addWidget(makeLab());
    resize(1440, 900);
    restoreGeometry(m_parts.settings.value(geometryKey).toByteArray());
    connectSignIn();
    connect(&m_parts.store, &LabStore::changed, this, [this] {
        updateCounts();
        followLink();
    });
    connect(&m_parts.store, &LabStore::reset, this, &MainWindow::updateCounts);
    showLogin();
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::makeLab() {
    auto* lab = new QWidget(this);
    m_nav = new NavBar(m_parts.store, m_parts.theme, lab);
    m_pages = new QStackedWidget(lab);
    m_board = new board::BoardPage({m_parts.store, m_parts.sync, m_parts.deviceApi, m_parts.settings}, lab);
    m_board->setClock(m_parts.clock);
    m_board->setValues(*new LatestValues(m_parts.api, m_parts.store, lab), m_parts.api);
    m_boardPage = m_nav->addPage(style::Icon::layoutGrid, tr("Devices"));
    m_pages->addWidget(m_board);
    m_testCases = new TestCasesPage(
        {m_parts.api, m_parts.testCaseApi, m_parts.store, m_parts.sync, m_parts.clock, m_parts.settings},
        lab);
    m_testCasesPage = m_nav->addPage(style::Icon::listChecks, tr("Test cases"));
    m_pages->addWidget(m_testCases);
    m_environments = new EnvironmentsPage(
        {m_parts.environmentApi, m_parts.store, m_parts.sync, m_parts.clock, m_parts.settings}, lab);
    m_environmentsPage = m_nav->addPage(style::Icon::boxes, tr("Environments"));
    m_nav->setOffered(m_environmentsPage, m_parts.store.may("environments:read"));
    m_pages->addWidget(m_environments);
    m_runs = new RunsPage(m_parts.store, m_parts.sync, m_parts.clock, m_parts.settings, lab);
    m_runsPage = m_nav->addPage(style::Icon::circlePlay, tr("Runs"));
    m_pages->addWidget(m_runs);
    m_admin = new AdminPage({m_parts.adminApi, m_parts.people, m_parts.peopleSync, m_parts.store,
                             m_parts.clock, m_parts.settings},
                            lab);
    m_adminPage = m_nav->addPage(style::Icon::shieldCheck, tr("Admin"));
    m_nav->setOffered(m_adminPage, m_admin->isAvailable());
    m_pages->addWidget(m_admin);

    auto* splitter = new QSplitter(Qt::Horizontal, lab);
    splitter->setObjectName(QStringLiteral("inspectorSplitter"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    auto* column = new QWidget(lab);
    column->setMinimumWidth(pageMinimumWidth);
    m_notice = new widgets::Notice(column);
    m_notice->setObjectName(QStringLiteral("loadNotice"));
    auto* columnLayout = new QVBoxLayout(column);
    columnLayout->setContentsMargins(0, 0, 0, 0);
    columnLayout->setSpacing(0);
    columnLayout->addWidget(m_notice);
    m_sessionNotice = new widgets::Notice(column);
    m_sessionNotice->setObjectName(QStringLiteral("sessionNotice"));
    columnLayout->addWidget(m_sessionNotice);
    m_sessionNoticeEnd.setSingleShot(true);
    m_sessionNoticeEnd.setInterval(sessionNoticeTime);
    connect(&m_sessionNoticeEnd, &QTimer::timeout, m_sessionNotice, &widgets::Notice::clear);
    columnLayout->addWidget(m_pages, 1);
    splitter->addWidget(column);
    m_side = new SidePanels(
        {m_parts.api, m_parts.deviceApi, m_parts.store, m_parts.sync, m_parts.clock, m_parts.settings},
        *splitter, pageMinimumWidth);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    auto* layout = new QHBoxLayout(lab);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_nav);
    layout->addWidget(splitter, 1);

    connect(new QShortcut(QKeySequence::New, lab), &QShortcut::activated, this, [this] { startRun({}); });
    connect(new QShortcut(QKeySequence::Refresh, lab), &QShortcut::activated, &m_parts.sync.feed(),
            &EventFeed::retryNow);
    connect(new QShortcut(QKeySequence(Qt::Key_F6), lab), &QShortcut::activated, this, [this] {
        if (!m_side->focusNext())
            goOn();
    });
    connectPages();
    makeWatching(lab);
    makePalette(lab);
    m_nav->setCurrent(m_boardPage);
    return lab;
}

void MainWindow::makeWatching(QWidget* lab) {
    auto& notifier = m_parts.notifier ? *m_parts.notifier : *new TrayNotifier(lab);
    m_watching = new WatchDesk(m_parts.api, m_parts.store, m_parts.settings, m_parts.clock, notifier, lab);
    auto* button =
        m_nav->addTool(style::Icon::eye, tr("Watching"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W));
    button->setObjectName(QStringLiteral("watchingNavButton"));
    m_watching->setButton(button);
    m_board->setWatchList(m_watching->list());
    m_side->setWatchList(m_watching->list());
    connect(m_watching, &WatchDesk::openRequested, this, [this](WatchKind kind, const std::string& id) {
        if (kind == WatchKind::device)
            openDevice(id);
        else
            openRun(id);
    });
}

void MainWindow::makePalette(QWidget* lab) {
    m_palette = new JumpPalette(m_parts.store, m_parts.settings, lab);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_K), lab), &QShortcut::activated, m_palette,
            &JumpPalette::open);
    connect(m_palette, &JumpPalette::deviceChosen, this, &MainWindow::openDevice);
    connect(m_palette, &JumpPalette::runChosen, this, &MainWindow::openRun);
    connect(m_palette, &JumpPalette::testCaseChosen, this,
            [this](const std::string& id) { startRun({}, id); });
    connect(m_palette, &JumpPalette::environmentChosen, this, [this](const std::string& id) {
        m_nav->setCurrent(m_environmentsPage);
        m_environments->openEnvironment(id);
    });
    addJumpActions();
}

void MainWindow::addJumpAction(JumpAction action) {
    m_palette->addAction(std::move(action));
}

void MainWindow::addJumpActions() {
    using style::Icon;
    WindowVerbs verbs;
    verbs.pages = {{m_boardPage, tr("Devices"), tr("board tiles"), Icon::layoutGrid, {}},
                   {m_testCasesPage, tr("Test cases"), tr("edit criteria steps"), Icon::listChecks, {}},
                   {m_environmentsPage, tr("Environments"), tr("variables secrets grafana queue"),
                    Icon::boxes, [this] { return m_parts.store.may("environments:read"); }},
                   {m_runsPage, tr("Runs"), tr("results"), Icon::circlePlay, {}},
                   {m_adminPage, tr("Admin"), tr("users roles keys audit"), Icon::shieldCheck,
                    [this] { return m_admin->isAvailable(); }}};
    verbs.goTo = [this](int page) {
        m_nav->setCurrent(page);
        m_pages->currentWidget()->setFocus();
    };
    verbs.startRun = [this] { startRun({}); };
    const auto onBoard = [this](void (board::BoardActions::*action)()) {
        return [this, action] {
            m_nav->setCurrent(m_boardPage); // what comes of it is told there
            (m_board->actions()->*action)();
        };
    };
    verbs.registerDevice = onBoard(&board::BoardActions::registerDevice);
    verbs.importDevices = onBoard(&board::BoardActions::importDevices);
    verbs.exportDevices = onBoard(&board::BoardActions::exportDevices);
    verbs.reviewNewDevices = onBoard(&board::BoardActions::reviewNewDevices);
    verbs.openWatching = [this] { m_watching->openDialog(); };
    verbs.openAccount = [this] { openAccount(); };
    verbs.signOut = [this] { signOut(); };
    verbs.setTheme = [this](style::ThemeMode mode) {
        m_parts.theme.setMode(mode);
        m_parts.settings.setValue(themeKey, static_cast<int>(mode));
    };
    verbs.newTestCase = [this, goTo = verbs.goTo] {
        goTo(m_testCasesPage);
        m_testCases->newCase();
    };
    verbs.newEnvironment = [this, goTo = verbs.goTo] {
        goTo(m_environmentsPage);
        m_environments->newEnvironment();
    };
    verbs.importTestCases = [this, goTo = verbs.goTo] {
        goTo(m_testCasesPage);
        m_testCases->exchange()->importCases();
    };
    verbs.exportTestCases = [this, goTo = verbs.goTo] {
        goTo(m_testCasesPage);
        m_testCases->exchange()->exportCases();
    };
    for (auto& action : windowActions(verbs, m_parts.store, m_parts.sync.feed()))
        addJumpAction(std::move(action));
}

void MainWindow::connectPages() {
    connect(m_nav, &NavBar::currentChanged, this, [this](int page) {
        // An editor at the right is enough.
        m_side->setOffered(page == m_boardPage || page == m_runsPage);
        m_pages->setCurrentIndex(page);
        goOn();
    });
    connect(m_nav, &NavBar::retryRequested, &m_parts.sync.feed(), &EventFeed::retryNow);
    connect(m_nav, &NavBar::signOutRequested, this, &MainWindow::signOut);
    connect(m_nav, &NavBar::accountRequested, this, &MainWindow::openAccount);
    connect(m_nav, &NavBar::themeChosen, this,
            [this](style::ThemeMode mode) { m_parts.settings.setValue(themeKey, static_cast<int>(mode)); });
    connect(&m_parts.sync.feed(), &EventFeed::stateChanged, this, &MainWindow::showFeedState);
    connect(m_board, &board::BoardPage::deviceActivated, this,
            [this](const QString& id) { m_side->openDevice(id.toStdString()); });
    connect(m_board, &board::BoardPage::runActivated, this,
            [this](const QString& id) { m_side->openRun(id.toStdString()); });
    connect(m_board, &board::BoardPage::startRunRequested, this, [this](const QStringList& ids) {
        std::vector<std::string> chosen;
        for (const auto& id : ids)
            chosen.push_back(id.toStdString());
        startRun(chosen);
    });
    connect(&m_parts.sync, &LabSync::loadProblem, this, [this](const QString& text) {
        if (text.isEmpty())
            m_notice->clear();
        else
            m_notice->say(style::Icon::refreshCw, style::Token::warning,
                          tr("The lab cannot be loaded yet; it is tried again."), text);
    });
    connect(m_runs, &RunsPage::runActivated, m_side, &SidePanels::openRun);
    connect(m_admin, &AdminPage::availabilityChanged, this,
            [this](bool available) { m_nav->setOffered(m_adminPage, available); });
    connect(&m_parts.store, &LabStore::sessionChanged, this,
            [this] { m_nav->setOffered(m_environmentsPage, m_parts.store.may("environments:read")); });
    connect(m_runs, &RunsPage::startRequested, this, [this] { startRun({}); });
    connect(m_testCases, &TestCasesPage::startRequested, this,
            [this](const std::string& id) { startRun({}, id); });
    connect(m_side, &SidePanels::runChanged, m_runs, &RunsPage::setOpenRun);
    connect(m_side, &SidePanels::closed, this, &MainWindow::goOn);
}

void MainWindow::connectSignIn() {
    auto& signIn = m_parts.signIn;
    connect(m_login, &LoginPage::signInRequested, &signIn, &SignIn::signIn);
    connect(m_login, &LoginPage::resumeRequested, &signIn, &SignIn::resume);
    connect(m_login, &LoginPage::newPasswordChosen, &signIn, &SignIn::changePassword);
    connect(m_login, &LoginPage::cancelRequested, &signIn, &SignIn::cancel);
    m_login->setResumable([&signIn](const Account& account) { return signIn.canResume(account); });
    connect(&signIn, &SignIn::failed, m_login, &LoginPage::showProblem);
    connect(&signIn, &SignIn::resumeRefused, m_login, &LoginPage::showResumeRefused);
    connect(&signIn, &SignIn::passwordChangeNeeded, m_login, &LoginPage::askForNewPassword);
    connect(&signIn, &SignIn::passwordRefused, m_login, &LoginPage::showPasswordRefused);
    connect(&signIn, &SignIn::keepFailed, this, [this](const QString& words) {
        m_sessionNotice->say(style::Icon::info, style::Token::warning, words);
        m_sessionNoticeEnd.start();
    });
    connect(&signIn, &SignIn::signedIn, this, [this] {
        m_login->accepted();
        // What the one before them has looked at is not for everybody.
        if (const auto& person = m_parts.store.session()->user.id; person != std::exchange(m_person, person))
            m_side->closeAll();
        showLab();
        returnToDialogs();
    });
    connect(&signIn, &SignIn::signedOut, this, [this] {
        m_palette->close();
        m_sessionNotice->clear();
        m_side->closeAll();
        m_focus = nullptr;
        m_shelf->putAway();
        m_shelf->discard();
        m_editor.reset();
        showLogin();
    });
    connect(&signIn, &SignIn::expired, this, [this] {
        leaveLab();
        m_login->showExpired();
    });
    connect(&signIn, &SignIn::interrupted, this, [this](const ApiError& error) {
        leaveLab();
        m_login->showProblem(error);
    });
}

void MainWindow::begin(const Prefill& prefill) {
    m_login->prefill(prefill);
    m_login->focusFirstGap();
}

void MainWindow::showLab() {
    m_root->setCurrentIndex(1);
    if (const auto* session = m_parts.store.session())
        setWindowTitle(QStringLiteral("%1 – Labwarden").arg(shortAddress(session->server)));
    const QPointer<QWidget> focus = std::exchange(m_focus, nullptr);
    if (focus && focus->isVisible() && focus->isEnabled())
        focus->setFocus(); // somebody was at work there
    else
        m_pages->currentWidget()->setFocus();
    followLink();
}

void MainWindow::showLogin() {
    m_root->setCurrentIndex(0);
    setWindowTitle(QStringLiteral("Labwarden"));
    m_login->focusFirstGap();
}

// Dialogs would block the log-in. They keep what was entered in them, and whose it is.
void MainWindow::leaveLab() {
    m_palette->close();
    if (const auto* session = m_parts.store.session(); session && m_shelf->titles().isEmpty())
        m_editor = session->user;
    delete m_question; // asked somebody who is gone
    const bool isInUse = QApplication::activeWindow() != nullptr;
    if (auto* focus = focusWidget(); focus && m_pages->isAncestorOf(focus))
        m_focus = focus;
    m_shelf->putAway();
    if (isInUse)
        activateWindow(); // a dialog may have had the keyboard
    showLogin();
}

/// Environments are kept in no file, so what is not saved of one would be lost.
void MainWindow::signOut() {
    auto* editor = m_environments->editor();
    if (editor->isDirty())
        m_nav->setCurrent(m_environmentsPage);
    editor->leave([this] { m_parts.signIn.signOut(); });
}

void MainWindow::returnToDialogs() {
    const auto* session = m_parts.store.session();
    const auto titles = m_shelf->titles();
    const auto editor = std::exchange(m_editor, std::nullopt);
    if (titles.isEmpty() || !editor || !session || editor->id == session->user.id) {
        m_shelf->bringBack();
        return;
    }
    m_shelf->stop();
    m_editor = editor;
    const auto nameOf = [](const UserInfo& user) {
        return QString::fromStdString(user.displayName.empty() ? user.username : user.displayName);
    };
    m_question = new QWidget(this);
    widgets::MessageBox::ask(
        m_question,
        {tr("Go on with what %1 left open?").arg(nameOf(*editor)),
         tr("“%1” was opened by %2. What is saved there from now on is saved in your name.")
             .arg(titles.join(QStringLiteral("”, “")), nameOf(*editor)),
         tr("Go on in my name"), tr("Discard it"), true},
        [this](widgets::MessageBox::Answer answer) {
            m_editor.reset();
            m_question->deleteLater();
            if (answer == widgets::MessageBox::Answer::yes)
                m_shelf->bringBack();
            else
                m_shelf->discard();
        });
}

void MainWindow::openAccount() {
    auto* dialog = new AccountDialog(m_parts.api.client(), m_parts.store, this);
    connect(dialog, &AccountDialog::signOutRequested, this, &MainWindow::signOut);
    dialog->open();
}

void MainWindow::openRun(const std::string& runId) {
    m_nav->setCurrent(m_runsPage);
    m_side->openRun(runId);
}

void MainWindow::openDevice(const std::string& deviceId) {
    if (!m_board->showDevice(QString::fromStdString(deviceId)))
        return; // it is not in the lab any more
    m_nav->setCurrent(m_boardPage);
    m_side->openDevice(deviceId);
}

/// The keyboard goes on in the page that is shown.
void MainWindow::goOn() {
    m_pages->currentWidget()->setFocus();
}

void MainWindow::startRun(const std::vector<std::string>& deviceIds, const std::string& testCaseId) {
    if (!m_parts.store.may("runs:start"))
        return;
    auto* dialog = new StartRunDialog(m_parts.api, m_parts.store, m_parts.sync, deviceIds, this);
    if (!testCaseId.empty())
        dialog->chooseTestCase(testCaseId);
    connect(dialog, &StartRunDialog::started, m_side, &SidePanels::openRun);
    connect(dialog, &StartRunDialog::started, m_watching, &WatchDesk::ownRunStarted);
    dialog->open();
}

void MainWindow::openLink(const QUrl& link) {
    m_link = link;
    followLink();
}

void MainWindow::followLink() {
    if (m_link.isEmpty() || !m_parts.store.session())
        return;
    const auto name = m_link.path().mid(1).toStdString();
    // What is not there yet may still be loading.
    if (m_link.host() == QLatin1String("run")
            ? openRunLink(name)
            : m_link.host() != QLatin1String("device") || openDeviceLink(name))
        m_link.clear();
}

bool MainWindow::openRunLink(const std::string& name) {
    const auto& runs = m_parts.store.runs();
    const auto at = std::find_if(runs.begin(), runs.end(), [&](const auto& run) {
        return run.first == name || std::to_string(run.second.number) == name;
    });
    const bool isId = !QUuid::fromString(QString::fromStdString(name)).isNull();
    if (at == runs.end() && !isId)
        return m_parts.store.runsLoaded(); // no such number: nothing to wait for
    m_nav->setCurrent(m_runsPage);
    m_side->openRun(isId ? name : at->first);
    return true;
}

bool MainWindow::openDeviceLink(const std::string& key) {
    const auto* device = m_parts.store.deviceByKey(key);
    if (!device || !m_board->showDevice(QString::fromStdString(device->id)))
        return false;
    m_nav->setCurrent(m_boardPage);
    m_side->openDevice(device->id);
    return true;
}

void MainWindow::updateCounts() {
    m_nav->setCount(m_boardPage, static_cast<int>(m_parts.store.devices().size()));
    m_nav->setCount(m_runsPage, m_parts.store.activeRunCount());
}

void MainWindow::showFeedState(const FeedState& state) {
    m_nav->setFeedState(state);
    // Between log-in and the first answer nothing on the board is out of date yet.
    const bool lost = isLost(state);
    const auto since = lost ? std::optional(Timestamp{state.since.toMSecsSinceEpoch()}) : std::nullopt;
    m_board->setLive(!lost, since);
    m_side->setLive(!lost, since);
    m_runs->setLive(!lost, since);
    m_testCases->setLive(!lost, since);
    m_environments->setLive(!lost, since);
    m_feedInDialogs->setLive(!lost, since);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (auto* editor = m_environments->editor(); editor->isDirty() && m_root->currentIndex() == 1) {
        event->ignore();
        m_nav->setCurrent(m_environmentsPage);
        // Not at once: this closing goes on as long as its event.
        editor->leave([this] { QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection); });
        return;
    }
    m_parts.settings.setValue(geometryKey, saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace labwarden::console
