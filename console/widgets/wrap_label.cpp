// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/wrap_label.h"

#include "console/widgets/text_wrap.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>

namespace labwarden::widgets {
namespace {

constexpr int unbounded = 100'000;

} // namespace

WrapLabel::WrapLabel(style::Text font, style::Token colour, QWidget* parent) : Label(font, colour, parent) {
    setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    auto* copy = new QAction(tr("Copy"), this);
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(text()); });
}

int WrapLabel::heightForWidth(int width) const {
    return wrappedSize(text(), font(), width).height();
}

QSize WrapLabel::sizeHint() const {
    return wrappedSize(text(), font(), unbounded) + QSize(1, 0);
}

QSize WrapLabel::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 6, fontMetrics().height()};
}

void WrapLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    paintWrapped(painter, rect(), text(), font());
}

} // namespace labwarden::widgets
