// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/request_sequence.h"
#include "console/board/actions/board_parts.h"

#include <QDialog>
#include <QStringList>

class QCheckBox;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace labwarden {
struct UnregisteredDevice;
}

namespace labwarden::widgets {
class EmptyState;
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::board {

class NewDeviceModel;

/// The devices that speak and that nobody has registered: to be accepted, refused or forgotten, one or many.
/// Follows the store; deletes itself once it is closed.
class NewDevicesDialog : public QDialog {
    Q_OBJECT
public:
    explicit NewDevicesDialog(const BoardParts& parts, QWidget* parent = nullptr);

Q_SIGNALS:
    /// These were accepted, by the ids that they have now.
    void accepted(const QStringList& deviceIds);
    void closed();

public Q_SLOTS:
    void reject() override;

protected:
    void done(int result) override;

private:
    QWidget* makeButtons();
    QWidget* makeContent();
    void update();
    void acceptChosen();
    void refuseChosen();
    void forgetChosen();
    using Request = void (NewDevicesDialog::*)(const std::string&, QObject*,
                                               console::RequestSequence::Answered);
    void sendForChosen(Request request, const QString& doneWords);
    void refuse(const std::string& id, QObject* context, console::RequestSequence::Answered answer);
    void forget(const std::string& id, QObject* context, console::RequestSequence::Answered answer);
    void onFinished(const console::SequenceResult& result);
    std::vector<UnregisteredDevice> chosen() const;

    BoardParts m_parts;
    NewDeviceModel* m_model;
    console::RequestSequence m_sequence;
    QString m_doneWords;
    QTableView* m_table;
    widgets::EmptyState* m_empty;
    QStackedWidget* m_stack;
    widgets::Notice* m_notice;
    QCheckBox* m_showRefused;
    QPushButton *m_accept, *m_refuse, *m_forget, *m_close;
};

} // namespace labwarden::board
