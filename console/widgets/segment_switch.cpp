// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/segment_switch.h"

#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

namespace labwarden::widgets {

namespace {

class Segment : public QAbstractButton {
public:
    Segment(style::Icon icon, const QString& name) : m_icon(icon) {
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setFixedSize(38, style::metrics::controlHeight);
        setToolTip(name);
        setAccessibleName(name);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const style::Tokens& t = style::tokens(this);
        QPainter painter(this);
        if (isChecked())
            style::paintBox(painter, QRectF(rect()).adjusted(1, 1, -1, -1), style::metrics::radius - 1,
                            t.mix(style::Token::raised, style::Token::muted, 0.14));
        const style::Token colour = isChecked() || underMouse() ? style::Token::text : style::Token::muted;
        style::paintIcon(painter, QRectF(width() / 2.0 - 8, height() / 2.0 - 8, 16, 16), m_icon, t[colour]);
        if (hasFocus())
            style::paintFocusRing(painter, rect(), style::metrics::radius, t);
    }

private:
    style::Icon m_icon;
};

} // namespace

SegmentSwitch::SegmentSwitch(QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)), m_group(new QButtonGroup(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool on) {
        if (on)
            Q_EMIT currentChanged(index);
    });
}

void SegmentSwitch::add(style::Icon icon, const QString& name) {
    auto* segment = new Segment(icon, name);
    const int index = static_cast<int>(m_group->buttons().size());
    m_group->addButton(segment, index);
    m_layout->addWidget(segment);
    if (index == 0)
        segment->setChecked(true);
}

int SegmentSwitch::current() const {
    return m_group->checkedId();
}

void SegmentSwitch::setCurrent(int index) {
    if (QAbstractButton* segment = m_group->button(index))
        segment->setChecked(true);
}

void SegmentSwitch::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    style::paintBox(painter, rect(), style::metrics::radius, t[style::Token::surface],
                    t[style::Token::border]);
}

} // namespace labwarden::widgets
