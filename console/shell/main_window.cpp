// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/main_window.h"

#include "console/login/login_page.h"
#include "console/login/server_address.h"
#include "console/runs/run_inspector.h"
#include "console/runs/runs_page.h"
#include "console/runs/start_run_dialog.h"
#include "console/shell/nav_bar.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace labwarden::console {
namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString inspectorKey = QStringLiteral("window/inspectorWidth");
const QString themeKey = QStringLiteral("window/theme");
constexpr int inspectorWidth = 500;
constexpr int pageMinimumWidth = 420;

} // namespace

MainWindow::MainWindow(const WindowParts& parts)
    : m_parts(parts), m_root(new QStackedWidget(this)), m_login(new LoginPage(parts.settings, this)) {
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
    m_pages->setMinimumWidth(pageMinimumWidth);
    m_runs = new RunsPage(m_parts.store, m_parts.sync, m_parts.clock, m_parts.settings, lab);
    m_runsPage = m_nav->addPage(style::Icon::circlePlay, tr("Runs"));
    m_pages->addWidget(m_runs);

    m_inspector = new RunInspector(m_parts.api, m_parts.store, m_parts.sync, m_parts.clock, lab);
    m_inspector->hide();
    m_splitter = new QSplitter(Qt::Horizontal, lab);
    m_splitter->setObjectName(QStringLiteral("inspectorSplitter"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_pages);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    auto* layout = new QHBoxLayout(lab);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_nav);
    layout->addWidget(m_splitter, 1);

    connect(m_nav, &NavBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_nav, &NavBar::retryRequested, &m_parts.sync.feed(), &EventFeed::retryNow);
    connect(m_nav, &NavBar::signOutRequested, &m_parts.signIn, &SignIn::signOut);
    connect(m_nav, &NavBar::themeChosen, this, [this](style::ThemeMode mode) { m_parts.settings.setValue(themeKey, static_cast<int>(mode)); });
    connect(&m_parts.sync.feed(), &EventFeed::stateChanged, m_nav, &NavBar::setFeedState);
    connect(m_runs, &RunsPage::runActivated, this, &MainWindow::openRun);
    connect(m_runs, &RunsPage::startRequested, this, [this] { startRun({}); });
    connect(m_inspector, &RunInspector::closed, this, &MainWindow::closeInspector);
    connect(new QShortcut(QKeySequence::New, lab), &QShortcut::activated, this, [this] { startRun({}); });
    connect(new QShortcut(QKeySequence::Refresh, lab), &QShortcut::activated, &m_parts.sync.feed(), &EventFeed::retryNow);
    m_nav->setCurrent(0);
    return lab;
}

void MainWindow::connectSignIn() {
    auto& signIn = m_parts.signIn;
    connect(m_login, &LoginPage::signInRequested, &signIn, &SignIn::signIn);
    connect(m_login, &LoginPage::cancelRequested, &signIn, &SignIn::cancel);
    connect(&signIn, &SignIn::failed, m_login, &LoginPage::showProblem);
    connect(&signIn, &SignIn::signedIn, this, [this] {
        m_login->accepted();
        showLab();
    });
    connect(&signIn, &SignIn::signedOut, this, [this] {
        closeInspector();
        showLogin();
    });
    connect(&signIn, &SignIn::expired, this, [this] {
        showLogin();
        m_login->showExpired();
    });
}

void MainWindow::begin(const Prefill& prefill) {
    m_login->prefill(prefill);
    m_login->focusFirstGap();
}

void MainWindow::showLab() {
    m_root->setCurrentIndex(1);
    if (const auto* session = m_parts.store.session())
        setWindowTitle(QStringLiteral("Labwarden – %1").arg(shortAddress(session->server)));
    m_pages->currentWidget()->setFocus();
    followLink();
}

void MainWindow::showLogin() {
    m_root->setCurrentIndex(0);
    setWindowTitle(QStringLiteral("Labwarden"));
    m_login->focusFirstGap();
}

void MainWindow::openRun(const std::string& runId) {
    const bool wasHidden = m_inspector->isHidden();
    m_inspector->openRun(runId);
    m_runs->setOpenRun(runId);
    if (!wasHidden)
        return;
    m_inspector->show();
    const int wanted = m_parts.settings.value(inspectorKey, inspectorWidth).toInt();
    m_splitter->setSizes({std::max(pageMinimumWidth, m_splitter->width() - wanted), wanted});
}

void MainWindow::closeInspector() {
    if (!m_inspector->isHidden())
        m_parts.settings.setValue(inspectorKey, m_inspector->width());
    m_inspector->hide();
    m_inspector->close();
    m_runs->setOpenRun({});
    m_pages->currentWidget()->setFocus();
}

void MainWindow::startRun(const std::vector<std::string>& deviceIds) {
    if (!m_parts.store.may("runs:start"))
        return;
    auto* dialog = new StartRunDialog(m_parts.api, m_parts.store, m_parts.sync, deviceIds, this);
    connect(dialog, &StartRunDialog::started, this, &MainWindow::openRun);
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
    if (m_link.host() != QLatin1String("run")) {
        m_link.clear();
        return;
    }
    const auto& runs = m_parts.store.runs();
    const auto at = std::find_if(runs.begin(), runs.end(), [&](const auto& run) {
        return run.first == name || std::to_string(run.second.number) == name;
    });
    if (at == runs.end())
        return; // may still come
    m_link.clear();
    m_nav->setCurrent(m_runsPage);
    openRun(at->first);
}

void MainWindow::updateCounts() { m_nav->setCount(m_runsPage, m_parts.store.activeRunCount()); }

void MainWindow::closeEvent(QCloseEvent* event) {
    m_parts.settings.setValue(geometryKey, saveGeometry());
    if (!m_inspector->isHidden())
        m_parts.settings.setValue(inspectorKey, m_inspector->width());
    QMainWindow::closeEvent(event);
}

} // namespace labwarden::console
