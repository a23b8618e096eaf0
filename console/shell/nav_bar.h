// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/event_feed.h"
#include "console/store/lab_store.h"
#include "console/style/icons.h"
#include "console/style/theme.h"

#include <QWidget>

#include <vector>

class QActionGroup;
class QShortcut;
class QVBoxLayout;

namespace labwarden::console {

class FeedIndicator;
class NavButton;
class UserChip;

/// The left edge of the window: the pages, how the connection is, who is signed in.
class NavBar : public QWidget {
    Q_OBJECT
public:
    NavBar(LabStore& store, style::Theme& theme, QWidget* parent = nullptr);

    /// Pages are numbered in the order they are added. Ctrl+<number> goes there.
    int addPage(style::Icon icon, const QString& name);
    void setCount(int page, int count);
    /// A place that is no page, below them; a click is the caller's business.
    NavButton* addTool(style::Icon icon, const QString& name, const QKeySequence& keys);
    /// A page that is not offered has no button and no keys; when it is the current one, the first page is
    /// shown instead.
    void setOffered(int page, bool offered);
    void setCurrent(int page);
    int current() const { return m_current; }
    void setFeedState(const FeedState& state);

Q_SIGNALS:
    void currentChanged(int page);
    void retryRequested();
    void accountRequested();
    void signOutRequested();
    void themeChosen(labwarden::style::ThemeMode mode);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void openUserMenu();

    LabStore& m_store;
    style::Theme& m_theme;
    QVBoxLayout* m_pagesLayout;
    QVBoxLayout* m_toolsLayout;
    std::vector<NavButton*> m_pages;
    std::vector<QShortcut*> m_keys;
    FeedIndicator* m_feed;
    UserChip* m_user;
    int m_current = -1;
};

} // namespace labwarden::console
