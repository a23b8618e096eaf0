// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/fault_mark.h"

#include "console/style/tokens.h"
#include "console/widgets/format.h"

#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int padding = 9;
constexpr int leastWidth = 24;
const char messageProperty[] = "labwardenFault";
const char tipProperty[] = "labwardenToolTip";

/// Lies over a field and lets everything through but its own wave.
class FaultMark : public QWidget {
public:
    explicit FaultMark(QWidget* field) : QWidget(field) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
        field->installEventFilter(this);
        setGeometry(field->rect());
        show();
        raise();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Resize)
            setGeometry(parentWidget()->rect());
        return QWidget::eventFilter(watched, event);
    }
    void paintEvent(QPaintEvent*) override {
        QString text;
        if (const auto* line = qobject_cast<QLineEdit*>(parentWidget()))
            text = line->text();
        else if (const auto* box = qobject_cast<QComboBox*>(parentWidget()))
            text = box->currentText();
        const int room = width() - 2 * padding;
        const int length = std::clamp(parentWidget()->fontMetrics().horizontalAdvance(text),
                                      std::min(leastWidth, room), std::max(room, 0));
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(style::tokens(this)[style::Token::failed], 1.4));
        const int bottom = height() - 4;
        QPainterPath wave(QPointF(padding, bottom));
        for (int x = padding + 2, up = 1; x <= padding + length; x += 2, up = 1 - up)
            wave.lineTo(x, up ? bottom - 2 : bottom);
        painter.drawPath(wave);
    }
};

} // namespace

void markFault(QWidget* field, const QString& message) {
    const QString words = widgets::sentenceText(message);
    if (words == faultAt(field))
        return;
    if (faultAt(field).isEmpty())
        field->setProperty(tipProperty, field->toolTip());
    field->setProperty(messageProperty, words);
    field->setAccessibleDescription(words);
    field->setToolTip(words.isEmpty() ? field->property(tipProperty).toString() : words);
    auto* mark = field->findChild<QWidget*>(QStringLiteral("faultMark"), Qt::FindDirectChildrenOnly);
    if (words.isEmpty()) {
        delete mark;
        return;
    }
    if (!mark) {
        mark = new FaultMark(field);
        mark->setObjectName(QStringLiteral("faultMark"));
    }
    mark->update();
}

QString faultAt(const QWidget* field) {
    return field->property(messageProperty).toString();
}

} // namespace labwarden::console
