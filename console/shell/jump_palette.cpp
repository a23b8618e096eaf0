// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/jump_palette.h"

#include "console/shell/jump_delegate.h"
#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;

constexpr int panelWidth = 640;
constexpr int panelTop = 72;
constexpr int sideMargin = 24;
constexpr int lineHeight = 52;
constexpr int lensLeft = 18;
constexpr int mostListHeight = 12 * JumpDelegate::rowHeight;
constexpr int listMargin = 8;
constexpr int mostRecent = 12; ///< kept; fewer are shown

/// The ground that the palette stands on.
class Panel : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const auto& tokens = style::tokens(this);
        style::paintBox(painter, rect(), style::metrics::cardRadius, tokens[Token::surface],
                        tokens[Token::border]);
        style::paintIcon(painter,
                         QRectF(lensLeft, (lineHeight - style::metrics::icon) / 2.0, style::metrics::icon,
                                style::metrics::icon),
                         style::Icon::search, tokens[Token::muted]);
    }
};

} // namespace

JumpPalette::JumpPalette(const LabStore& store, QSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_settings(settings)
    , m_model(new JumpModel(store, this))
    , m_panel(new Panel(this))
    , m_line(new QLineEdit(m_panel))
    , m_list(new QListView(m_panel))
    , m_nothing(new widgets::Label(Text::body, Token::secondary, m_panel))
    , m_hint(new widgets::Label(Text::caption, Token::muted, m_panel)) {
    setObjectName(QStringLiteral("jumpPalette"));
    setAccessibleName(tr("Jump"));
    m_line->setObjectName(QStringLiteral("jumpLineEdit"));
    m_line->setAccessibleName(tr("Jump to a device, run, test case, environment or action"));
    m_line->setPlaceholderText(tr("Jump to a device, run, test case, environment or action…"));
    m_line->setFrame(false);
    m_line->setFont(style::font(Text::body));
    m_line->setFixedHeight(lineHeight - 2);
    m_line->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("jumpListView"));
    m_list->setAccessibleName(tr("Where it leads"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new JumpDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus); // the keyboard stays in the line
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->viewport()->setBackgroundRole(QPalette::Base);
    m_nothing->setObjectName(QStringLiteral("jumpNothingLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_hint->setText(tr("↑ ↓ choose   ·   Enter go there   ·   Esc close"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setFixedHeight(32);

    auto* line = new QHBoxLayout;
    line->setContentsMargins(lensLeft + style::metrics::icon + 4, 1, 8, 1);
    line->addWidget(m_line);
    auto* list = new QVBoxLayout;
    list->setContentsMargins(listMargin, 0, listMargin, listMargin);
    list->addWidget(m_list);
    list->addWidget(m_nothing);
    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, m_panel));
    layout->addLayout(list, 1);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, m_panel));
    layout->addWidget(m_hint);

    connect(m_line, &QLineEdit::textChanged, this, &JumpPalette::search);
    connect(m_list, &QListView::clicked, this, &JumpPalette::take);
    connect(&store, &LabStore::changed, this, [this] {
        if (isOpen() && m_model->found() == 0)
            search(); // it may be there now; what stands there is not moved under one's hands
    });
    parent->installEventFilter(this);
    hide();
}

void JumpPalette::addAction(JumpAction action) {
    m_actions.push_back(std::move(action));
}

void JumpPalette::open() {
    if (!isOpen()) {
        m_before = QApplication::focusWidget();
        const QSignalBlocker quiet(m_line);
        m_line->clear();
        m_model->fill(m_actions, recent());
        choose(m_model->choosable(0, 1));
        layOut();
        show();
        raise();
    }
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
    announce();
}

void JumpPalette::close(bool giveBackKeyboard) {
    if (!isOpen())
        return;
    hide();
    m_model->clear();
    const QPointer<QWidget> before = std::exchange(m_before, nullptr);
    if (giveBackKeyboard && before && before->isVisible() && before->isEnabled())
        before->setFocus(Qt::OtherFocusReason);
}

void JumpPalette::search() {
    m_model->setQuery(m_line->text());
    m_list->scrollToTop();
    choose(m_model->choosable(0, 1));
    layOut();
}

void JumpPalette::choose(int row) {
    if (row < 0) {
        m_list->clearSelection();
    } else {
        m_list->setCurrentIndex(m_model->index(row));
        if (m_model->choosable(row - 1, -1) < 0)
            m_list->scrollToTop(); // with its heading
    }
    announce();
}

/// By so many that can be chosen; stops at the ends.
void JumpPalette::move(int rows) {
    int row = m_list->currentIndex().row();
    for (int left = std::abs(rows), step = rows < 0 ? -1 : 1; left > 0; --left) {
        const int next = m_model->choosable(row + step, step);
        if (next < 0)
            break;
        row = next;
    }
    choose(row);
}

/// The keyboard stays in the line, so the line says what is chosen.
void JumpPalette::announce() {
    const auto chosen = m_list->currentIndex();
    const QString words =
        m_model->found() == 0 ? m_nothing->text() : chosen.data(Qt::AccessibleTextRole).toString();
    m_line->setAccessibleDescription(words);
    if (chosen.isValid() && QAccessible::isActive()) {
        QAccessibleEvent event(m_list, QAccessible::Selection);
        event.setChild(chosen.row());
        QAccessible::updateAccessibility(&event);
    }
}

bool JumpPalette::onKey(int key, Qt::KeyboardModifiers modifiers) {
    const int page = std::max(1, m_list->viewport()->height() / JumpDelegate::rowHeight - 1);
    switch (key) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        take(m_list->currentIndex());
        return true;
    case Qt::Key_Up:
    case Qt::Key_Backtab:
        move(-1);
        return true;
    case Qt::Key_Down:
    case Qt::Key_Tab:
        move(1);
        return true;
    case Qt::Key_PageUp:
        move(-page);
        return true;
    case Qt::Key_PageDown:
        move(page);
        return true;
    case Qt::Key_Home:
    case Qt::Key_End:
        if (!(modifiers & Qt::ControlModifier))
            return false; // within the line
        move(key == Qt::Key_Home ? -m_model->rowCount() : m_model->rowCount());
        return true;
    default:
        return false;
    }
}

void JumpPalette::take(const QModelIndex& index) {
    const auto* found = m_model->entry(index.row());
    if (!index.isValid() || !found)
        return;
    const JumpEntry entry = *found; // closing forgets it
    const auto* action = m_model->action(entry);
    const auto run = action ? action->run : std::function<void()>();
    remember(entry);
    close();
    switch (entry.kind) {
    case JumpKind::action:
        if (run)
            run();
        break;
    case JumpKind::device:
        Q_EMIT deviceChosen(entry.id);
        break;
    case JumpKind::run:
        Q_EMIT runChosen(entry.id);
        break;
    case JumpKind::testCase:
        Q_EMIT testCaseChosen(entry.id);
        break;
    case JumpKind::environment:
        Q_EMIT environmentChosen(entry.id);
        break;
    }
}

bool JumpPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (onKey(key->key(), key->modifiers()))
            return true;
    } else if (watched == m_line && event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
            close(false); // somebody else has it now
    } else if (watched == parent() && event->type() == QEvent::Resize && isOpen()) {
        layOut();
    }
    return QWidget::eventFilter(watched, event);
}

void JumpPalette::layOut() {
    setGeometry(parentWidget()->rect());
    const bool nothing = m_model->found() == 0;
    m_nothing->setText(m_line->text().isEmpty() ? tr("There is nothing to jump to yet.")
                                                : tr("Nothing is called “%1”.\nNames, keys, serial and run "
                                                     "numbers, models and actions are looked through.")
                                                      .arg(m_line->text()));
    m_nothing->setVisible(nothing);
    m_nothing->setFixedHeight(3 * JumpDelegate::rowHeight);
    m_list->setVisible(!nothing);
    int rows = 0;
    for (int row = 0; row < m_model->rowCount(); ++row)
        rows += m_model->entry(row) ? JumpDelegate::rowHeight : JumpDelegate::headingHeight;
    const int room = height() - panelTop - sideMargin - lineHeight - m_hint->height() - listMargin - 4;
    m_list->setFixedHeight(std::clamp(rows, 0, std::clamp(room, JumpDelegate::rowHeight, mostListHeight)));
    const int width = std::min(panelWidth, this->width() - 2 * sideMargin);
    m_panel->layout()->activate();
    m_panel->setGeometry((this->width() - width) / 2, panelTop, width, m_panel->sizeHint().height());
    announce();
}

QString JumpPalette::recentKey() const {
    const auto* session = m_store.session();
    if (!session)
        return {};
    return QStringLiteral("jump/%1/%2/recent")
        .arg(QString::fromLatin1(QUrl::toPercentEncoding(session->server.toString(QUrl::RemoveUserInfo))),
             QString::fromStdString(session->user.id));
}

QStringList JumpPalette::recent() const {
    const QString key = recentKey();
    return key.isEmpty() ? QStringList() : m_settings.value(key).toStringList();
}

void JumpPalette::remember(const JumpEntry& entry) {
    const QString key = recentKey();
    if (key.isEmpty())
        return;
    QStringList kept = recent();
    kept.removeAll(JumpModel::keyOf(entry));
    kept.prepend(JumpModel::keyOf(entry));
    m_settings.setValue(key, kept.mid(0, mostRecent));
}

void JumpPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QColor veil = style::tokens(this)[Token::bg];
    veil.setAlphaF(0.6F);
    painter.fillRect(rect(), veil);
}

void JumpPalette::mousePressEvent(QMouseEvent* event) {
    if (!m_panel->geometry().contains(event->position().toPoint()))
        close();
}

} // namespace labwarden::console
