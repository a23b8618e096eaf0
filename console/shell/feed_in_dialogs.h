// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <QObject>

#include <optional>

class QDialog;
class QWidget;

namespace labwarden::console {

/// A dialog may hide what says how the connection is, and has to do with it more than any page: while it is
/// lost, every dialog of a window says so at its upper edge. The dialogs need not know. GUI thread only.
class FeedInDialogs : public QObject {
    Q_OBJECT
public:
    explicit FeedInDialogs(QWidget& window);

    void setLive(bool live, std::optional<Timestamp> lastHeard);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool isOurs(const QWidget* dialog) const;
    void show(QDialog& dialog);

    QWidget& m_window;
    bool m_live = true;
    std::optional<Timestamp> m_lastHeard;
};

} // namespace labwarden::console
