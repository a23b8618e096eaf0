// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/watch_desk.h"

#include "console/api/lab_api.h"
#include "console/shell/nav_button.h"
#include "console/shell/news_model.h"
#include "console/shell/news_stack.h"
#include "console/shell/watch_dialog.h"

#include <QSettings>

namespace labwarden::console {
namespace {

const QString saidKey = QStringLiteral("watching/saidThatThereIsNoNotificationArea");

} // namespace

WatchDesk::WatchDesk(LabApi& api, LabStore& store, QSettings& settings, const Clock& clock,
                     Notifier& notifier, QWidget* lab)
    : QObject(lab)
    , m_api(api)
    , m_store(store)
    , m_settings(settings)
    , m_clock(clock)
    , m_notifier(notifier)
    , m_lab(lab)
    , m_list(store, settings)
    , m_watcher(store, m_list, clock)
    , m_news(new NewsModel(this))
    , m_stack(new NewsStack(lab)) {
    connect(&m_watcher, &Watcher::told, this, &WatchDesk::tell);
    connect(&m_watcher, &Watcher::runMissing, this, &WatchDesk::fetchRun);
    connect(&m_list, &WatchList::changed, this, &WatchDesk::updateCount);
    connect(&m_notifier, &Notifier::clicked, this, &WatchDesk::open);
    connect(m_stack, &NewsStack::clicked, this, &WatchDesk::open);
    connect(m_stack, &NewsStack::moreRequested, this, &WatchDesk::openDialog);
    connect(&m_store, &LabStore::sessionChanged, this, [this, owner = std::string()]() mutable {
        const auto* session = m_store.session();
        const auto now = session ? session->user.id : std::string();
        if (now == owner)
            return;
        owner = now; // what one was told is not for the next
        m_news->clear();
        m_stack->clear();
    });
}

void WatchDesk::ownRunStarted(const std::string& runId) {
    if (m_list.watchesOwnRuns())
        m_list.setChanges(WatchKind::run, {runId}, true);
}

void WatchDesk::setButton(NavButton* button) {
    m_button = button;
    connect(button, &QAbstractButton::clicked, this, &WatchDesk::openDialog);
    updateCount();
}

void WatchDesk::openDialog() {
    if (m_dialog)
        return;
    m_dialog = new WatchDialog(m_store, m_list, *m_news, m_lab);
    connect(m_dialog, &WatchDialog::openRequested, this, &WatchDesk::openRequested);
    m_dialog->open();
}

void WatchDesk::tell(const News& news) {
    m_news->add(news);
    if (m_notifier.isAvailable())
        m_notifier.show(news);
    else
        m_stack->add(news);
}

/// News about several things has them all in the dialog.
void WatchDesk::open(const News& news) {
    auto* window = m_lab->window();
    window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
    window->raise();
    window->activateWindow();
    if (!m_store.session() || !m_lab->isVisible())
        return; // the log-in stands there
    if (news.id.empty())
        openDialog();
    else
        Q_EMIT openRequested(news.kind, news.id);
}

/// It has ended while nobody looked, and is not among the latest.
void WatchDesk::fetchRun(const std::string& id) {
    m_api.run(id, this, [this, id](ApiResult<TestRunDetail> run) {
        if (run)
            m_store.mergeRuns({run.take()});
        else if (run.error().kind == ApiError::Kind::NotFound)
            m_list.end({id});
    });
}

void WatchDesk::sayOnceThatTheDesktopCannot() {
    if (m_notifier.isAvailable() || m_settings.value(saidKey).toBool())
        return;
    m_settings.setValue(saidKey, true);
    News news;
    news.icon = style::Icon::info;
    news.title = tr("You are told in this window");
    news.text = tr("This desktop has no notification area.");
    news.at = m_clock.now();
    m_stack->add(news);
}

void WatchDesk::updateCount() {
    const auto count = static_cast<int>(m_list.watches().size());
    if (m_button)
        m_button->setCount(count > 0 ? count : -1);
    if (count > 0)
        sayOnceThatTheDesktopCannot();
}

} // namespace labwarden::console
