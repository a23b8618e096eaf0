// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/tokens.h"

#include <QIcon>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace labwarden::style {

/// The icons the console may use, named as Lucide names them, with their code points in
/// resources/icons/lucide.ttf. resources/README.md says how to add one.
enum class Icon : char16_t {
    activity = 0xe038,
    airplay = 0xe039,
    arrowDown = 0xe042,
    arrowRight = 0xe049,
    arrowUp = 0xe04a,
    arrowUpDown = 0xe37d,
    ban = 0xe051,
    bell = 0xe059,
    boxes = 0xe2d0,
    calendar = 0xe063,
    calendarClock = 0xe304,
    chartLine = 0xe2a5,
    check = 0xe06c,
    checkCheck = 0xe38e,
    chevronDown = 0xe06d,
    chevronLeft = 0xe06e,
    chevronRight = 0xe06f,
    chevronUp = 0xe070,
    chevronsUpDown = 0xe211,
    circle = 0xe076,
    circleAlert = 0xe077,
    circleCheck = 0xe226,
    circleDashed = 0xe4b0,
    circleDot = 0xe345,
    circleHelp = 0xe082,
    circleMinus = 0xe07e,
    circlePlay = 0xe080,
    circleStop = 0xe083,
    circleUser = 0xe461,
    circleX = 0xe084,
    clock = 0xe087,
    copy = 0xe09e,
    cpu = 0xe0a9,
    download = 0xe0b2,
    ellipsis = 0xe0b6,
    externalLink = 0xe0b9,
    eye = 0xe0ba,
    eyeOff = 0xe0bb,
    fileText = 0xe0cc,
    filter = 0xe0dc,
    flaskConical = 0xe0d5,
    folder = 0xe0d7,
    gauge = 0xe1bf,
    hardDrive = 0xe0ed,
    history = 0xe1f5,
    hourglass = 0xe296,
    inbox = 0xe0f7,
    info = 0xe0f9,
    keyRound = 0xe4a3,
    layers = 0xe529,
    layoutGrid = 0xe0ff,
    link = 0xe102,
    list = 0xe106,
    listChecks = 0xe1d0,
    listFilter = 0xe460,
    loader = 0xe109,
    loaderCircle = 0xe10a,
    lock = 0xe10b,
    logIn = 0xe10d,
    logOut = 0xe10e,
    mapPin = 0xe111,
    minus = 0xe11c,
    monitor = 0xe11d,
    moon = 0xe11e,
    mousePointer2 = 0xe1c3,
    octagonX = 0xe128,
    package = 0xe129,
    paperclip = 0xe12d,
    pause = 0xe12e,
    pencil = 0xe1f9,
    pin = 0xe259,
    play = 0xe13c,
    plug = 0xe37f,
    plugZap = 0xe45c,
    plus = 0xe13d,
    radio = 0xe142,
    redo2 = 0xe2a0,
    refreshCw = 0xe145,
    rotateCw = 0xe149,
    save = 0xe14d,
    scrollText = 0xe45f,
    search = 0xe151,
    searchX = 0xe4ad,
    send = 0xe152,
    server = 0xe153,
    settings = 0xe154,
    shieldCheck = 0xe1ff,
    skipForward = 0xe160,
    square = 0xe167,
    sun = 0xe178,
    sunMoon = 0xe2b2,
    table2 = 0xe2f9,
    tag = 0xe17f,
    terminal = 0xe181,
    thermometer = 0xe186,
    timer = 0xe1e0,
    trash2 = 0xe18e,
    triangleAlert = 0xe193,
    undo2 = 0xe2a1,
    unplug = 0xe45d,
    upload = 0xe19e,
    user = 0xe19f,
    users = 0xe1a4,
    wifi = 0xe1ae,
    wifiOff = 0xe1af,
    wrench = 0xe1b1,
    x = 0xe1b2,
    zap = 0xe1b4,
};

/// An icon in a token's colour, sharp at every size and device pixel ratio. It asks for the colour whenever
/// it is painted, so it follows a change of theme by itself; a disabled one is painted in `muted`.
QIcon icon(Icon icon, Token colour = Token::secondary);

/// Paints `icon` into the middle of `rect`, as large as its shorter side, antialiased. GUI thread.
void paintIcon(QPainter& painter, const QRectF& rect, Icon icon, const QColor& colour);

/// The picture of the program for windows and task bars, at 16 to 256 pixels.
QIcon applicationIcon();

} // namespace labwarden::style
