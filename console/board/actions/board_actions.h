// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/actions/board_parts.h"
#include "console/board/actions/device_export.h"
#include "console/board/actions/device_rights.h"
#include "console/board/actions/service_change.h"
#include "console/board/actions/tag_change.h"
#include "console/style/icons.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <map>

class QAbstractItemView;
class QAction;
class QMenu;
class QPushButton;

namespace labwarden::widgets {
class Notice;
}

namespace labwarden::board {

class NewDevicesBar;
class SelectionBar;

/// Everything that is done on the Devices page: with the selected devices (bar, context menu, shortcuts), and
/// to get devices into the lab. It asks the page what is selected and tells afterwards what was done, with
/// the way back where there is one. GUI thread only.
class BoardActions : public QObject {
    Q_OBJECT
public:
    /// What the page knows of its devices, and what it does when it is told to.
    struct Page {
        std::function<std::vector<std::string>()> selected; ///< ids, without those that the filter hides
        std::function<std::vector<std::string>()> matching; ///< ids of those that the filter shows
        std::function<int()> matchingCount;
        std::function<bool()> isFiltered;
        std::function<void()> selectAll, clearSelection;
        std::function<void()> focusView;
    };
    /// `page` outlives it; the dialogs stand over it.
    BoardActions(const BoardParts& parts, Page source, QWidget* page);

    // --- for the page to lay out, which then owns them ---
    QWidget* newDevicesBar() const;
    QWidget* notice() const;
    QWidget* selectionBar() const;
    /// A button with what concerns no selection: register, import, export, new devices.
    QPushButton* moreButton() const { return m_more; }
    /// Starts a run on the selected devices that are available; says as tool tip why it cannot.
    QAction* startAction() const { return action(DeviceAction::startRun); }
    /// Something else that can be done with what is selected, in bar and context menu; it outlives them.
    void addSelectionAction(QAction* action);
    /// Context menu by mouse and keyboard; Esc clears the selection.
    void serve(QAbstractItemView* view);

    /// Whether the person may bring devices into the lab.
    bool mayRegister() const { return BoardPermissions::of(m_parts.store).write; }

public Q_SLOTS:
    void registerDevice();
    void importDevices();
    void reviewNewDevices();
    void exportDevices();
    /// To be called whenever what is selected, or could be, has changed.
    void selectionChanged();

Q_SIGNALS:
    /// All of them available when this is emitted.
    void startRunRequested(const QStringList& deviceIds);
    /// Somebody has just registered it.
    void deviceRegistered(const QString& deviceId);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeActions();
    void makeMore();
    void connectChanges();
    QAction* action(DeviceAction which) const { return m_actions.at(which); }
    void trigger(DeviceAction which);
    /// What bar and actions have been made for.
    struct Shown {
        SelectionFacts facts;
        BoardPermissions person;
        int matching = -1;
        bool isFiltered = false;
        bool operator==(const Shown&) const = default;
    };
    void update();
    void show(const Shown& now);
    void updateNewDevices();
    void openMenu(QAbstractItemView* view, const QPoint& at);
    void openMore();
    std::vector<std::string> selectedFor(DeviceAction which) const;

    void endMaintenance(const std::vector<std::string>& ids);
    void onServiceChanged(const ServiceResult& result);
    void onTagsChanged(const TagResult& result);
    void onExported(int devices, int missing);

    /// What was done, with the way back if there is one.
    void say(const QString& words, const QString& detail = {}, std::function<void()> undo = {});
    void problem(const QString& words, const QString& detail);
    /// It is told once it takes a while; `stop` ends it.
    void working(const QString& words, std::function<void()> stop);
    void showWorking();
    void announce();
    void leaveBars();

    BoardParts m_parts;
    Page m_source;
    QWidget* m_page;
    std::map<DeviceAction, QAction*> m_actions;
    std::vector<QAction*> m_others; ///< of addSelectionAction()
    QAction *m_selectAll, *m_clear;
    QAction *m_register, *m_import, *m_review;
    QMenu *m_menu, *m_moreMenu;
    QPushButton* m_more;
    NewDevicesBar* m_newDevices;
    widgets::Notice* m_notice;
    SelectionBar* m_bar;
    ServiceChange* m_service;
    TagChange* m_tags;
    DeviceExport* m_export;
    std::function<void()> m_noticeAction;
    QString m_workingWords;
    std::function<void()> m_workingStop;
    Shown m_shown;
    QTimer m_slow;   ///< until work under way is told of
    QTimer m_update; ///< many changes are looked at once
};

} // namespace labwarden::board
