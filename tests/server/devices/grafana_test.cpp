// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/devices/device_lab.h"

#include <gtest/gtest.h>

namespace labwarden {

using test::DeviceLab;

namespace {

std::string linkOf(DeviceLab& lab, const std::string& id, const std::string& query = {}) {
    const auto answer = lab.api.get(DeviceLab::path(id, "/grafana-url" + query), lab.engineer);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return std::string(answer.body.at("url").as_string());
}

const std::string beginning = "https://grafana.example/d/dev?orgId=1&var-device=dev-1";

} // namespace

TEST(TheGrafanaLinkOfADevice, leads_to_its_last_hours_or_to_the_range_that_is_looked_at) {
    DeviceLab lab;
    const auto id = lab.device("dev-1");
    EXPECT_EQ(linkOf(lab, id), beginning + "&from=now-6h&to=now&{other}");
    EXPECT_EQ(linkOf(lab, id, "?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:01.500Z"),
              beginning + "&from=1772323200000&to=1772323201500&{other}");
}

TEST(TheGrafanaLinkOfADevice, is_refused_for_what_is_no_range_and_no_device) {
    DeviceLab lab;
    const auto id = lab.device("dev-1");
    const auto asked = [&](const std::string& device, const std::string& query) {
        return lab.api.get(DeviceLab::path(device, "/grafana-url" + query), lab.engineer);
    };
    EXPECT_EQ(asked(id, "?from=now&to=later").faultsAt(), (std::vector<std::string>{"/from", "/to"}));
    EXPECT_EQ(asked(id, "?from=2026-03-01T00:00:01Z&to=2026-03-01T00:00:00Z").faultsAt(),
              (std::vector<std::string>{"/from"}));
    EXPECT_EQ(asked("01900000-0000-7000-8000-000000000001", "").status, 404);
}

} // namespace labwarden
