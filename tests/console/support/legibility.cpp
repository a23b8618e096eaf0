// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/legibility.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHash>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace labwarden::console::test::legibility {
namespace {

constexpr double leastContrast = 4.5;
constexpr int enlarged = 3;     ///< so that the strokes of letters have pixels of their whole colour
constexpr int leastPixels = 14; ///< of a colour, to count as writing
constexpr int leastGround = 8;  ///< percent of the place, for a second ground
constexpr int mostCells = 400;  ///< of one view
constexpr int lineHeight = 20;
constexpr int placeholderMargin = 6;

QString nameOf(const QWidget* widget) {
    QString name = QLatin1String(widget->metaObject()->className());
    name.remove(QStringLiteral("labwarden::"));
    if (!widget->objectName().isEmpty())
        name += QStringLiteral(" \"%1\"").arg(widget->objectName());
    else if (widget->parentWidget())
        name += QStringLiteral(" in %1").arg(nameOf(widget->parentWidget()));
    return name;
}

double luminance(const QColor& colour) {
    const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

QString plain(QString text) {
    return text.remove(QLatin1Char('&'));
}

/// What Qt's own widgets are made of; their owner speaks for them.
bool isPart(const QWidget* widget) {
    return qobject_cast<const QScrollBar*>(widget) || qobject_cast<const QHeaderView*>(widget) ||
           qobject_cast<const QComboBox*>(widget->parentWidget()) ||
           qobject_cast<const QAbstractSpinBox*>(widget->parentWidget());
}

class Inspection {
public:
    explicit Inspection(QWidget* root)
        : m_root(root), m_picture(root->size() * enlarged, QImage::Format_RGB32) {
        m_picture.setDevicePixelRatio(enlarged);
        m_picture.fill(root->palette().color(QPalette::Window));
        QPainter painter(&m_picture);
        root->render(&painter, {}, {}, QWidget::DrawWindowBackground | QWidget::DrawChildren);
    }

    QStringList run() {
        look(m_root);
        const auto all = m_root->findChildren<QWidget*>();
        for (QWidget* widget : all)
            if (widget->isVisibleTo(m_root) && (!widget->isWindow()))
                look(widget);
        return m_faults;
    }

private:
    void look(QWidget* widget) {
        if (widget->visibleRegion().isEmpty())
            return;
        checkName(widget);
        checkSurroundings(widget);
        if (auto* label = qobject_cast<QLabel*>(widget))
            checkLabel(label);
        else if (auto* button = qobject_cast<QAbstractButton*>(widget))
            checkButton(button);
        else if (auto* combo = qobject_cast<QComboBox*>(widget))
            checkCombo(combo);
        else if (auto* line = qobject_cast<QLineEdit*>(widget))
            checkLine(line);
        else if (auto* tabs = qobject_cast<QTabBar*>(widget))
            checkTabs(tabs);
        else if (auto* header = qobject_cast<QHeaderView*>(widget))
            checkHeader(header);
        else if (auto* view = qobject_cast<QAbstractItemView*>(widget))
            checkCells(view);
    }

    void checkName(QWidget* widget) {
        if (!widget->isEnabled() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy() ||
            isPart(widget))
            return;
        const auto* known = QAccessible::queryAccessibleInterface(widget);
        if (!known || known->text(QAccessible::Name).trimmed().isEmpty())
            fault(widget, QStringLiteral("can be reached by keyboard and has no accessible name"));
    }

    /// What scrolls may end anywhere; everything else is seen whole.
    void checkSurroundings(const QWidget* widget) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const auto* label = qobject_cast<const QLabel*>(widget);
        if (!(button && !button->text().isEmpty()) && !(label && !label->text().isEmpty()))
            return;
        QRect place = widget->rect();
        for (const QWidget* at = widget; at != m_root && at->parentWidget(); at = at->parentWidget()) {
            const auto* area = qobject_cast<const QAbstractScrollArea*>(at->parentWidget()->parentWidget());
            if (area && area->viewport() == at->parentWidget())
                return;
            place.translate(at->pos());
            if (!at->parentWidget()->rect().contains(place)) {
                fault(widget, QStringLiteral("is cut off by what it stands in: “%1”")
                                  .arg(plain(button ? button->text() : label->text())));
                return;
            }
        }
    }

    void checkLabel(QLabel* label) {
        if (label->text().isEmpty() || label->textFormat() == Qt::RichText)
            return;
        const QRect room = label->contentsRect();
        if (label->wordWrap()) {
            if (label->heightForWidth(label->width()) > label->height() + 1)
                fault(label, QStringLiteral("is cut off at its foot: “%1”").arg(label->text()));
        } else {
            const QSize needed = label->fontMetrics().size(0, label->text());
            if (needed.width() > room.width() + 1 || needed.height() > room.height() + 2)
                fault(label, QStringLiteral("is cut off: “%1”").arg(label->text()));
        }
        checkContrast(label, label->rect(), label->text());
    }

    void checkButton(QAbstractButton* button) {
        const auto* tool = qobject_cast<QToolButton*>(button);
        if (button->text().isEmpty() || (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly))
            return;
        if (button->minimumSizeHint().width() > button->width() &&
            button->sizeHint().width() > button->width())
            fault(button, QStringLiteral("is too narrow for “%1”").arg(plain(button->text())));
        checkContrast(button, button->rect(), plain(button->text()));
    }

    void checkCombo(QComboBox* combo) {
        if (!combo->isEditable() && !combo->currentText().isEmpty()) {
            QStyleOptionComboBox option;
            option.initFrom(combo);
            const int room =
                combo->style()
                    ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo)
                    .width();
            if (combo->fontMetrics().horizontalAdvance(combo->currentText()) > room)
                fault(combo, QStringLiteral("is too narrow for “%1”").arg(combo->currentText()));
        }
        checkContrast(combo, combo->rect(), combo->currentText());
    }

    void checkLine(QLineEdit* line) {
        if (line->text().isEmpty() && !line->placeholderText().isEmpty()) {
            const QMargins margins = line->textMargins();
            const int room = line->width() - margins.left() - margins.right() - placeholderMargin;
            if (line->fontMetrics().horizontalAdvance(line->placeholderText()) > room)
                fault(line, QStringLiteral("is too narrow for “%1”").arg(line->placeholderText()));
        }
        const QString shown = line->text().isEmpty() ? line->placeholderText() : line->text();
        checkContrast(line, line->rect(), shown);
    }

    void checkTabs(QTabBar* tabs) {
        for (int i = 0; i < tabs->count(); ++i) {
            if (!tabs->isTabVisible(i))
                continue;
            const QRect rect = tabs->tabRect(i);
            if (!tabs->rect().contains(rect) ||
                tabs->fontMetrics().horizontalAdvance(plain(tabs->tabText(i))) > rect.width())
                fault(tabs, QStringLiteral("has no room for “%1”").arg(tabs->tabText(i)));
            if (tabs->isTabEnabled(i))
                checkContrast(tabs, rect, tabs->tabText(i));
        }
    }

    void checkHeader(QHeaderView* header) {
        if (header->orientation() != Qt::Horizontal || !header->model())
            return;
        for (int i = 0; i < header->count(); ++i) {
            if (header->isSectionHidden(i))
                continue;
            const QRect rect(header->sectionViewportPosition(i), 0, header->sectionSize(i), header->height());
            const QString text = header->model()->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString();
            if (text.isEmpty() || !header->rect().contains(rect.center()))
                continue;
            if (header->fontMetrics().horizontalAdvance(text) > rect.width())
                fault(header, QStringLiteral("has no room for “%1”").arg(text));
            checkContrast(header->viewport(), rect, text);
        }
    }

    void checkCells(QAbstractItemView* view) {
        const auto* model = view->model();
        if (!model)
            return;
        int seen = 0;
        const QModelIndex root = view->rootIndex();
        for (int row = 0; row < model->rowCount(root) && seen < mostCells; ++row)
            for (int column = 0; column < model->columnCount(root); ++column) {
                const QModelIndex index = model->index(row, column, root);
                const QRect rect = view->visualRect(index);
                const QString text = index.data(Qt::DisplayRole).toString();
                if (text.isEmpty() || rect.height() < view->fontMetrics().height() ||
                    !view->viewport()->rect().contains(rect))
                    continue; // of the cells of a heat view the one that is pointed at says its name
                ++seen;
                if (!(index.flags() & Qt::ItemIsEnabled))
                    continue;
                if (view->fontMetrics().horizontalAdvance(text.section(QLatin1Char('\n'), 0, 0)) >
                        rect.width() &&
                    index.data(Qt::ToolTipRole).toString().isEmpty())
                    fault(view, QStringLiteral("cuts off “%1” and has no tool tip for it").arg(text));
                // A tile has several lines, each in a colour of its own.
                const int lines = std::max(1, rect.height() / lineHeight);
                for (int line = 0; line < lines; ++line)
                    checkContrast(view->viewport(),
                                  QRect(rect.left(), rect.top() + line * rect.height() / lines, rect.width(),
                                        rect.height() / lines),
                                  text);
            }
    }

    void checkContrast(QWidget* widget, const QRect& part, const QString& text) {
        if (text.trimmed().isEmpty() || !widget->isEnabled())
            return;
        const QRect seen = part & widget->visibleRegion().boundingRect();
        if (seen != part)
            return; // scrolled half away
        if (isCovered(widget, seen))
            return;
        const QRect place(widget->mapTo(m_root, seen.topLeft()), seen.size());
        const double measured = contrastIn(
            m_picture, QRect(place.topLeft() * enlarged, place.size() * enlarged) & m_picture.rect());
        if (measured > 0 && measured < leastContrast)
            fault(widget,
                  QStringLiteral("has a contrast of %1 : 1: “%2”").arg(measured, 0, 'f', 2).arg(text));
    }

    /// Something lies over it, a list that completes or a panel over all: what is seen there is not its own.
    bool isCovered(const QWidget* widget, const QRect& part) const {
        for (const QPoint& point : {part.center(), QPoint(part.left() + part.width() / 4, part.center().y()),
                                    QPoint(part.right() - part.width() / 4, part.center().y())}) {
            const QWidget* top = m_root->childAt(widget->mapTo(m_root, point));
            if (top && top != widget && !widget->isAncestorOf(top) && !top->isAncestorOf(widget))
                return true;
        }
        return false;
    }

    void fault(const QWidget* widget, const QString& what) {
        const QString sentence = nameOf(widget) + QLatin1Char(' ') + what;
        if (!m_faults.contains(sentence))
            m_faults << sentence;
    }

    QWidget* m_root;
    QImage m_picture;
    QStringList m_faults;
};

} // namespace

double contrast(const QColor& a, const QColor& b) {
    const auto [dark, bright] = std::minmax({luminance(a), luminance(b)});
    return (bright + 0.05) / (dark + 0.05);
}

double contrastIn(const QImage& picture, const QRect& part) {
    QHash<QRgb, int> pixels;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = part.left(); x <= part.right();) { // most pixels are like their neighbour
            const QRgb colour = line[x];
            const int first = x;
            while (x <= part.right() && line[x] == colour)
                ++x;
            pixels[colour] += x - first;
        }
    }
    // A chip or badge in a row is a ground of its own.
    std::vector<std::pair<int, QRgb>> grounds;
    for (auto it = pixels.cbegin(); it != pixels.cend(); ++it)
        grounds.emplace_back(it.value(), it.key());
    std::sort(grounds.rbegin(), grounds.rend());
    const int all = std::max(1, part.width() * part.height());
    double strongest = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(2, grounds.size()); ++i) {
        if (i > 0 && grounds[i].first * 100 / all < leastGround)
            break;
        for (const auto& [count, colour] : grounds)
            if (colour != grounds[i].second && count >= leastPixels)
                strongest = std::max(strongest, contrast(QColor(grounds[i].second), QColor(colour)));
    }
    return strongest;
}

QStringList faults(QWidget* root) {
    return Inspection(root).run();
}

} // namespace labwarden::console::test::legibility
