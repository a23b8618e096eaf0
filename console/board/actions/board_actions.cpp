// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/board_actions.h"

#include "console/board/actions/export_dialog.h"
#include "console/board/actions/import_dialog.h"
#include "console/board/actions/maintenance_dialog.h"
#include "console/board/actions/new_device_model.h"
#include "console/board/actions/new_devices_bar.h"
#include "console/board/actions/new_devices_dialog.h"
#include "console/board/actions/register_dialog.h"
#include "console/board/actions/release_dialog.h"
#include "console/board/actions/selection_bar.h"
#include "console/board/actions/tags_dialog.h"
#include "console/board/actions/words.h"
#include "console/style/control_style.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>

#include <utility>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;
using widgets::countText;

constexpr std::chrono::milliseconds slowAfter{500};
constexpr std::chrono::milliseconds updateEvery{200};

struct ActionLook {
    DeviceAction which;
    Icon icon;
    const char* text;
    const char* name;
    QKeyCombination keys;
};

constexpr ActionLook looks[] = {
    {DeviceAction::startRun, Icon::play, QT_TRANSLATE_NOOP("BoardActions", "Start run"), "startSelected",
     Qt::CTRL | Qt::SHIFT | Qt::Key_Return},
    {DeviceAction::maintenance, Icon::wrench, QT_TRANSLATE_NOOP("BoardActions", "Maintenance…"),
     "maintenance", Qt::CTRL | Qt::Key_M},
    {DeviceAction::backInService, Icon::circleCheck, QT_TRANSLATE_NOOP("BoardActions", "Back in service"),
     "backInService", Qt::CTRL | Qt::SHIFT | Qt::Key_M},
    {DeviceAction::release, Icon::octagonX, QT_TRANSLATE_NOOP("BoardActions", "Release…"), "release",
     Qt::CTRL | Qt::SHIFT | Qt::Key_R},
    {DeviceAction::editTags, Icon::tag, QT_TRANSLATE_NOOP("BoardActions", "Edit tags…"), "editTags",
     Qt::CTRL | Qt::Key_T},
    {DeviceAction::exportDevices, Icon::download, QT_TRANSLATE_NOOP("BoardActions", "Export…"),
     "exportDevices", Qt::CTRL | Qt::Key_E},
};

} // namespace

BoardActions::BoardActions(const BoardParts& parts, Page source, QWidget* page)
    : QObject(page)
    , m_parts(parts)
    , m_source(std::move(source))
    , m_page(page)
    , m_menu(new QMenu(page))
    , m_newDevices(new NewDevicesBar)
    , m_notice(new widgets::Notice)
    , m_service(new ServiceChange(parts, this))
    , m_tags(new TagChange(parts, this))
    , m_export(new DeviceExport(parts.api, this)) {
    m_notice->setObjectName(QStringLiteral("boardNotice"));
    m_menu->setObjectName(QStringLiteral("deviceMenu"));
    m_menu->setToolTipsVisible(true);
    makeActions();
    makeMore();
    std::vector<QAction*> all;
    for (const auto& look : looks)
        all.push_back(action(look.which));
    m_bar = new SelectionBar(all);
    m_slow.setSingleShot(true);
    m_slow.setInterval(slowAfter);
    m_update.setSingleShot(true);
    connectChanges();
    update();
    updateNewDevices();
}

QWidget* BoardActions::newDevicesBar() const {
    return m_newDevices;
}
QWidget* BoardActions::notice() const {
    return m_notice;
}
QWidget* BoardActions::selectionBar() const {
    return m_bar;
}

void BoardActions::makeActions() {
    for (const auto& look : looks) {
        auto* made = new QAction(style::icon(look.icon), tr(look.text), m_page);
        made->setObjectName(QLatin1String(look.name));
        made->setShortcut(look.keys);
        // Wherever the keyboard is on the page, and nowhere else.
        made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_page->addAction(made);
        m_actions.emplace(look.which, made);
        connect(made, &QAction::triggered, this, [this, which = look.which] { trigger(which); });
    }
    // The views know these keys by themselves; the menu shows them.
    const auto make = [this](const QString& text, const QKeySequence& keys, auto then) {
        auto* made = new QAction(text, this); // clearing the menu would take what is its own
        made->setShortcut(keys);
        made->setShortcutContext(Qt::WidgetShortcut);
        connect(made, &QAction::triggered, this, then);
        return made;
    };
    m_selectAll = make(tr("Select all"), QKeySequence::SelectAll, [this] { m_source.selectAll(); });
    m_clear =
        make(tr("Clear the selection"), QKeySequence(Qt::Key_Escape), [this] { m_source.clearSelection(); });
}

void BoardActions::makeMore() {
    m_more = new QPushButton(style::icon(Icon::ellipsis), {});
    m_more->setObjectName(QStringLiteral("moreActionsPushButton"));
    m_more->setToolTip(tr("More actions"));
    m_more->setAccessibleName(tr("More actions"));
    m_moreMenu = new QMenu(m_more);
    m_moreMenu->setObjectName(QStringLiteral("moreActionsMenu"));
    const auto add = [this](Icon icon, const QString& text, const char* name, auto then) {
        auto* made = m_moreMenu->addAction(style::icon(icon), text);
        made->setObjectName(QLatin1String(name));
        connect(made, &QAction::triggered, this, then);
        return made;
    };
    m_register = add(Icon::plus, tr("Register a device…"), "registerDevice", &BoardActions::registerDevice);
    m_import = add(Icon::fileText, tr("Import…"), "importDevices", &BoardActions::importDevices);
    auto* out = add(Icon::download, tr("Export…"), "exportAny", &BoardActions::exportDevices);
    out->setShortcut(action(DeviceAction::exportDevices)->shortcut());
    out->setShortcutContext(Qt::WidgetShortcut); // shown only
    m_review = add(Icon::plugZap, {}, "reviewNewDevices", &BoardActions::reviewNewDevices);
    connect(m_more, &QPushButton::clicked, this, &BoardActions::openMore);
}

void BoardActions::connectChanges() {
    connect(&m_update, &QTimer::timeout, this, &BoardActions::update);
    connect(&m_slow, &QTimer::timeout, this, &BoardActions::showWorking);
    connect(m_bar, &SelectionBar::selectAllRequested, this, [this] {
        m_source.selectAll();
        m_source.focusView();
    });
    connect(m_bar, &SelectionBar::clearRequested, this, [this] { m_source.clearSelection(); });
    connect(m_newDevices, &NewDevicesBar::reviewRequested, this, &BoardActions::reviewNewDevices);
    connect(m_notice, &widgets::Notice::actionTriggered, this, [this] {
        const auto then = std::exchange(m_noticeAction, {});
        leaveBars();
        if (then)
            then();
    });
    connect(m_service, &ServiceChange::finished, this, &BoardActions::onServiceChanged);
    connect(m_service, &ServiceChange::progress, this, [this](int done, int total) {
        if (m_workingStop && done < total)
            working(tr("%1 of %2 so far…").arg(countText(done), devicesText(total)), m_workingStop);
    });
    connect(m_tags, &TagChange::finished, this, &BoardActions::onTagsChanged);
    connect(m_export, &DeviceExport::finished, this, &BoardActions::onExported);
    connect(m_export, &DeviceExport::failed, this,
            [this](const QString& why) { problem(tr("Nothing was exported."), why); });

    const auto& store = m_parts.store;
    connect(&store, &console::LabStore::changed, this, [this](const console::StoreChanges& changes) {
        if (!changes.devices.empty() && !m_update.isActive())
            m_update.start(updateEvery);
        if (changes.unregistered)
            updateNewDevices();
    });
    connect(&store, &console::LabStore::sessionChanged, this, [this] {
        update();
        updateNewDevices();
    });
    connect(&store, &console::LabStore::reset, this, [this] {
        if (!m_parts.store.devicesLoaded()) { // what was said is of another person
            m_noticeAction = {};
            m_workingStop = {};
            m_slow.stop();
            m_notice->clear();
        }
        update();
        updateNewDevices();
    });
}

// --- what is offered ---

void BoardActions::selectionChanged() {
    m_update.start(0); // many selections in one turn are looked at once
}

void BoardActions::update() {
    m_update.stop();
    std::vector<const Device*> selected;
    for (const auto& id : m_source.selected())
        if (const Device* device = m_parts.store.device(id))
            selected.push_back(device);
    const SelectionFacts facts = factsOf(selected);
    const Shown now{facts, BoardPermissions::of(m_parts.store), m_source.matchingCount(),
                    m_source.isFiltered()};
    if (now != std::exchange(m_shown, now))
        show(now);
}

void BoardActions::show(const Shown& now) {
    const SelectionFacts& facts = now.facts;
    for (const auto& [which, made] : m_actions) {
        const ActionRight right = rightTo(which, facts, now.person);
        made->setVisible(right.offered);
        // What is not selected can be exported, too.
        made->setEnabled(right || (which == DeviceAction::exportDevices && facts.total == 0));
        made->setToolTip(right.why);
    }
    m_selectAll->setText(now.isFiltered ? tr("Select all %1 that match").arg(countText(now.matching))
                                        : tr("Select all %1").arg(countText(now.matching)));
    m_selectAll->setEnabled(facts.total < now.matching);
    m_clear->setEnabled(facts.total > 0);
    if (facts.total == 0 && m_bar->isAncestorOf(QApplication::focusWidget()))
        m_source.focusView();
    m_bar->setCounts(facts.total, now.matching, now.isFiltered);
    m_bar->setVisible(facts.total > 0);
}

void BoardActions::updateNewDevices() {
    const bool may = mayRegister();
    const int waiting = waitingDevices(m_parts.store);
    if ((!may || waiting == 0) && m_newDevices->isAncestorOf(QApplication::focusWidget()))
        m_source.focusView();
    m_newDevices->setCount(may ? waiting : 0);
    m_register->setVisible(may);
    m_import->setVisible(may);
    m_review->setVisible(may);
    m_review->setText(waiting > 0 ? tr("New devices (%1)…").arg(countText(waiting)) : tr("New devices…"));
}

std::vector<std::string> BoardActions::selectedFor(DeviceAction which) const {
    std::vector<std::string> ids;
    for (auto& id : m_source.selected())
        if (const Device* device = m_parts.store.device(id); device && works(which, *device))
            ids.push_back(std::move(id));
    sortByName(ids, m_parts.store);
    return ids;
}

// --- menus ---

void BoardActions::addSelectionAction(QAction* action) {
    m_others.push_back(action);
    m_bar->add(action);
}

void BoardActions::serve(QAbstractItemView* view) {
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    view->installEventFilter(this);
    connect(view, &QWidget::customContextMenuRequested, this,
            [this, view](const QPoint& at) { openMenu(view, view->viewport()->mapToGlobal(at)); });
}

bool BoardActions::eventFilter(QObject* watched, QEvent* event) {
    auto* view = qobject_cast<QAbstractItemView*>(watched);
    if (view && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool wantsMenu = key->key() == Qt::Key_Menu ||
                               (key->key() == Qt::Key_F10 && key->modifiers() == Qt::ShiftModifier);
        if (wantsMenu) { // not every window system makes a context menu event of them
            const QRect at = view->visualRect(view->currentIndex());
            openMenu(view, view->viewport()->mapToGlobal(at.isValid() ? at.center() : QPoint(16, 16)));
            return true;
        }
        if (key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier &&
            !m_source.selected().empty()) {
            m_source.clearSelection();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void BoardActions::openMenu(QAbstractItemView* view, const QPoint& at) {
    if (m_menu->isVisible())
        return;
    // Somebody without a mouse means what the keyboard stands on.
    if (m_source.selected().empty() && view->currentIndex().isValid())
        view->selectionModel()->select(view->currentIndex(),
                                       QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    update();
    m_menu->clear();
    for (const auto& look : looks)
        m_menu->addAction(action(look.which));
    m_menu->addSeparator();
    m_menu->addActions(QList<QAction*>(m_others.begin(), m_others.end()));
    m_menu->addSeparator();
    m_menu->addAction(m_selectAll);
    m_menu->addAction(m_clear);
    m_menu->popup(at);
}

void BoardActions::openMore() {
    m_moreMenu->popup(m_more->mapToGlobal(QPoint(0, m_more->height() + 4)));
}

// --- doing ---

void BoardActions::trigger(DeviceAction which) {
    update(); // what was true a moment ago may not be any more
    if (!action(which)->isEnabled())
        return;
    const auto ids = selectedFor(which);
    switch (which) {
    case DeviceAction::startRun: {
        QStringList chosen;
        for (const auto& id : ids)
            chosen << QString::fromStdString(id);
        Q_EMIT startRunRequested(chosen);
        break;
    }
    case DeviceAction::maintenance:
        (new MaintenanceDialog(m_parts, *m_service, ids, m_page))->open();
        break;
    case DeviceAction::backInService:
        endMaintenance(ids);
        break;
    case DeviceAction::release: {
        auto* dialog = new ReleaseDialog(m_parts, ids, m_page);
        connect(dialog, &ReleaseDialog::released, this, [this](const QString& words, bool isWhole) {
            if (isWhole)
                say(words);
            else
                problem(words, {});
        });
        dialog->open();
        break;
    }
    case DeviceAction::editTags:
        (new TagsDialog(m_parts, *m_tags, ids, m_page))->open();
        break;
    case DeviceAction::exportDevices:
        exportDevices();
        break;
    }
}

void BoardActions::endMaintenance(const std::vector<std::string>& ids) {
    if (m_service->isRunning())
        return;
    m_service->end(ids);
    working(tr("Putting %1 back in service…").arg(devicesText(static_cast<qsizetype>(ids.size()))),
            [this] { m_service->stop(); });
}

void BoardActions::exportDevices() {
    const auto keysOf = [this](const std::vector<std::string>& ids) {
        Keys keys;
        for (const auto& id : ids)
            if (const Device* device = m_parts.store.device(id))
                keys.insert(device->key);
        return keys;
    };
    ExportDialog::Choice choice;
    choice.selected = keysOf(m_source.selected());
    choice.isFiltered = m_source.isFiltered();
    if (choice.isFiltered)
        choice.matching = keysOf(m_source.matching());
    choice.all = static_cast<int>(m_parts.store.devices().size());
    auto* dialog = new ExportDialog(std::move(choice), m_parts.settings, m_page);
    connect(dialog, &ExportDialog::chosen, this, [this](const DeviceExport::Wish& wish) {
        m_export->start(wish);
        working(tr("Exporting…"), [this] {
            m_export->cancel();
            say(tr("The export was stopped; nothing was written."));
        });
    });
    dialog->open();
}

void BoardActions::registerDevice() {
    if (!mayRegister())
        return;
    auto* dialog = new RegisterDialog(m_parts, {}, m_page);
    connect(dialog, &RegisterDialog::registered, this, [this](const QStringList& ids) {
        const Device* device = m_parts.store.device(ids.front().toStdString());
        say(tr("Registered: %1.").arg(device ? QString::fromStdString(device->name) : devicesText(1)));
        Q_EMIT deviceRegistered(ids.front());
    });
    dialog->open();
}

void BoardActions::importDevices() {
    if (!mayRegister())
        return;
    auto* dialog = new ImportDialog(m_parts, m_page);
    connect(dialog, &ImportDialog::imported, this, [this](int created, int updated) {
        say(tr("Imported: %1 new, %2 changed.").arg(countText(created), countText(updated)));
    });
    dialog->open();
}

void BoardActions::reviewNewDevices() {
    if (!mayRegister())
        return;
    (new NewDevicesDialog(m_parts, m_page))->open();
}

} // namespace labwarden::board
