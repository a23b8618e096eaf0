// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/views_button.h"

#include "console/board/query/view_name_dialog.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/message_box.h"

#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QStyleOptionButton>

#include <algorithm>

namespace labwarden::board {

using style::Icon;

namespace {

constexpr int widest = 220;
constexpr int narrowest = 56; ///< icon and arrow
constexpr int leastForName = 96;

// A name may have an ampersand, which stands for itself.
QString inMenu(const QString& name) {
    return QString(name).replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

ViewsButton::ViewsButton(SavedViews& views, std::function<BoardLook()> current, QWidget* parent)
    : QPushButton(parent), m_views(views), m_current(std::move(current)) {
    setObjectName(QStringLiteral("viewsPushButton"));
    setIcon(style::icon(Icon::layers));
    style::setButtonRole(this, style::ButtonRole::plain);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    // Not by setMenu(), which waits in a loop of its own.
    connect(this, &QPushButton::clicked, this, &ViewsButton::openMenu);
    connect(&views, &SavedViews::changed, this, [this] {
        if (!m_views.find(m_name))
            m_name.clear();
        refresh();
    });
    refresh();
}

void ViewsButton::setCurrentName(const QString& name) {
    const SavedView* view = m_views.find(name);
    m_name = view ? view->name : QString();
    refresh();
}

bool ViewsButton::isChanged() const {
    const SavedView* view = m_views.find(m_name);
    return view && !view->look.isSame(m_current());
}

void ViewsButton::refresh() {
    const bool changed = isChanged();
    const QString shown = m_name.isEmpty() ? tr("Views") : changed ? tr("%1 •").arg(m_name) : m_name;
    const QString name = m_name.isEmpty() ? tr("Saved views")
                         : changed        ? tr("Saved view “%1”, changed").arg(m_name)
                                          : tr("Saved view “%1”").arg(m_name);
    if (inMenu(shown) == text() && name == accessibleName())
        return;
    setText(inMenu(shown));
    setAccessibleName(name);
    setToolTip(m_name.isEmpty() ? tr("Save how you look at the board, and come back to it") : name);
    updateGeometry();
}

QSize ViewsButton::sizeHint() const {
    // Qt asks initStyleOption() for what to measure: the whole name, however narrow the button is now.
    const QScopedValueRollback measuring(m_measuring, true);
    const int width = QPushButton::sizeHint().width() + 22; // and the arrow
    return {std::clamp(width, narrowest, widest), style::metrics::controlHeight};
}

QSize ViewsButton::minimumSizeHint() const {
    return {narrowest, style::metrics::controlHeight};
}

void ViewsButton::initStyleOption(QStyleOptionButton* option) const {
    QPushButton::initStyleOption(option);
    option->features |= QStyleOptionButton::HasMenu;
    if (!m_measuring && width() < leastForName && width() < sizeHint().width())
        option->text.clear(); // a letter or two would say nothing
}

void ViewsButton::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter)
        click();
    else
        QPushButton::keyPressEvent(event);
}

void ViewsButton::openMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("viewsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    addViews(menu);
    menu->addSeparator();
    addActions(menu);
    menu->popup(mapToGlobal(QPoint(0, height() + 4)));
}

void ViewsButton::addViews(QMenu* menu) {
    auto* whole = menu->addAction(tr("All devices"));
    whole->setObjectName(QStringLiteral("allDevicesAction"));
    connect(whole, &QAction::triggered, this, [this] {
        setCurrentName({});
        BoardLook look = m_current();
        look.query.clear();
        look.chip.clear();
        Q_EMIT chosen(look);
    });
    if (!m_views.all().empty())
        menu->addSeparator();
    const SavedView* start = m_views.start();
    for (const SavedView& view : m_views.all()) {
        auto* action = menu->addAction(inMenu(view.name));
        action->setCheckable(true);
        action->setChecked(view.name == m_name);
        action->setToolTip(view.look.query);
        if (start == &view)
            action->setText(action->text() + QLatin1Char('\t') + tr("at start"));
        connect(action, &QAction::triggered, this, [this, view] { use(view); });
    }
}

void ViewsButton::addActions(QMenu* menu) {
    const auto add = [&](Icon icon, const QString& text, const char* name, auto does) {
        auto* action = menu->addAction(style::icon(icon), text);
        action->setObjectName(QLatin1String(name));
        connect(action, &QAction::triggered, this, does);
        return action;
    };
    const QString name = inMenu(m_name);
    if (isChanged()) {
        add(Icon::save, tr("Save changes to “%1”").arg(name), "saveViewAction",
            [this] { m_views.save(m_name, m_current()); });
        add(Icon::history, tr("Back to “%1” as saved").arg(name), "revertViewAction", [this] {
            if (const SavedView* view = m_views.find(m_name))
                use(SavedView(*view));
        });
    }
    add(Icon::plus, tr("Save as a view…"), "saveViewAsAction", [this] { askName(false); });
    if (m_name.isEmpty())
        return;
    add(Icon::pencil, tr("Rename “%1”…").arg(name), "renameViewAction", [this] { askName(true); });
    add(Icon::trash2, tr("Delete “%1”…").arg(name), "deleteViewAction", [this] { askDelete(); });
    const SavedView* start = m_views.start();
    const bool isStart = start && start->name == m_name;
    auto* atStart = menu->addAction(tr("Open at start"));
    atStart->setObjectName(QStringLiteral("startViewAction"));
    atStart->setCheckable(true);
    atStart->setChecked(isStart);
    connect(atStart, &QAction::triggered, this,
            [this, isStart] { m_views.setStart(isStart ? QString() : m_name); });
}

void ViewsButton::use(const SavedView& view) {
    m_name = view.name;
    Q_EMIT chosen(view.look);
    refresh();
}

void ViewsButton::askName(bool isRename) {
    auto* dialog = new ViewNameDialog(m_views, isRename ? m_name : QString(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ViewNameDialog::named, this, [this, isRename](const QString& name) {
        const QString before = m_name;
        m_name = name; // before the views tell of it
        const bool done = isRename ? m_views.rename(before, name) : m_views.save(name, m_current());
        setCurrentName(done ? name : before);
    });
    dialog->open();
}

void ViewsButton::askDelete() {
    widgets::MessageBox::ask(this,
                             {tr("Delete the view “%1”?").arg(m_name),
                              tr("It is gone for good. What the board shows now stays."), tr("Delete view"),
                              tr("Keep it"), true},
                             [this, name = m_name](widgets::MessageBox::Answer answer) {
                                 if (answer == widgets::MessageBox::Answer::yes)
                                     m_views.remove(name);
                             });
}

} // namespace labwarden::board
