// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/login/sign_in.h"
#include "console/store/lab_sync.h"
#include "console/style/theme.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <optional>

class QSettings;
class QStackedWidget;

namespace labwarden::board {
class BoardPage;
}

namespace labwarden::widgets {
class Notice;
}

namespace labwarden::console {

class AdminApi;
class AdminPage;
class DeviceApi;
class DialogShelf;
class EnvironmentApi;
class EnvironmentsPage;
class LoginPage;
class FeedInDialogs;
class JumpPalette;
class NavBar;
class Notifier;
class PeopleStore;
class PeopleSync;
class RunsPage;
class SidePanels;
class TestCaseApi;
class TestCasesPage;
class WatchDesk;
struct JumpAction;
struct Prefill;

/// What the window needs; everything outlives it.
struct WindowParts {
    LabApi& api;
    DeviceApi& deviceApi;
    TestCaseApi& testCaseApi;
    EnvironmentApi& environmentApi;
    LabStore& store;
    LabSync& sync;
    SignIn& signIn;
    KeptSessions& kept;
    CertificatePins& pins;
    const Clock& clock;
    style::Theme& theme;
    QSettings& settings;
    AdminApi& adminApi;
    PeopleStore& people;
    PeopleSync& peopleSync;
    Notifier* notifier = nullptr; ///< null: the desktop's
};

/// The window: the log-in, or navigation, page and panels. An ended session brings the log-in back over
/// the pages, which stay as they were, and so do open dialogs; before they go on in another person's name,
/// that person is asked.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const WindowParts& parts);
    ~MainWindow() override;

    /// Fills the log-in page; signs in at once when everything is given.
    void begin(const Prefill& prefill);
    /// Opens "labwarden://run/<number or id>" or "labwarden://device/<key>" as soon as somebody is signed in.
    void openLink(const QUrl& link);
    /// What the person watches, for whoever offers to watch something.
    WatchDesk& watchDesk() { return *m_watching; }
    /// Something more that Ctrl+K can do.
    void addJumpAction(JumpAction action);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    QWidget* makeLab();
    void connectPages();
    void makeWatching(QWidget* lab);
    void makePalette(QWidget* lab);
    void addJumpActions();
    void connectSignIn();
    void showLab();
    void showLogin();
    void leaveLab();
    void signOut();
    void returnToDialogs();
    void openAccount();
    void goOn();
    void openRun(const std::string& runId);
    void openDevice(const std::string& deviceId);
    void startRun(const std::vector<std::string>& deviceIds, const std::string& testCaseId = {});
    void followLink();
    bool openRunLink(const std::string& name);
    bool openDeviceLink(const std::string& key);
    void updateCounts();
    void showFeedState(const FeedState& state);

    WindowParts m_parts;
    QStackedWidget* m_root;
    LoginPage* m_login;
    NavBar* m_nav = nullptr;
    widgets::Notice* m_notice = nullptr; ///< why the lab is not there
    widgets::Notice* m_sessionNotice = nullptr;
    QTimer m_sessionNoticeEnd;
    DialogShelf* m_shelf;
    FeedInDialogs* m_feedInDialogs;
    JumpPalette* m_palette = nullptr;
    WatchDesk* m_watching = nullptr;
    QPointer<QWidget> m_focus;        ///< where the keyboard was when the log-in came over it
    std::string m_person;             ///< who was signed in last, by id
    std::optional<UserInfo> m_editor; ///< whose dialogs are on the shelf
    QPointer<QWidget> m_question;     ///< below the question whether somebody else goes on with them
    QStackedWidget* m_pages = nullptr;
    board::BoardPage* m_board = nullptr;
    TestCasesPage* m_testCases = nullptr;
    EnvironmentsPage* m_environments = nullptr;
    RunsPage* m_runs = nullptr;
    AdminPage* m_admin = nullptr;
    SidePanels* m_side = nullptr;
    int m_boardPage = 0, m_testCasesPage = 0, m_environmentsPage = 0, m_runsPage = 0, m_adminPage = 0;
    QUrl m_link; ///< to be opened as soon as it can be
};

} // namespace labwarden::console
