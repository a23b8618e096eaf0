// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/app.h"
#include "server/clients/http_client.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace labwarden {

namespace fs = std::filesystem;

TEST(AServerThatStartsBeforePostgreSQL, is_not_ready_before_the_first_admin_can_sign_in) {
    const test::TestSchema schema;
    const test::TestRedis redis;
    const auto& services = test::Services::get();
    test::TcpProxy network("127.0.0.1", test::portOf(services.postgresApp));
    network.cut();
    const auto key = fs::temp_directory_path() / test::uniqueName("ready");
    std::ofstream(key) << std::string(32, 'k');
    fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
    const auto nobody = "127.0.0.1:" + std::to_string(test::closedPort());
    Settings settings;
    settings.listenPort = 0;
    settings.publicUrl = "http://lab.example.com";
    settings.postgres = test::withPort(services.postgresApp, network.port());
    settings.postgresSchema = schema.name();
    settings.redis = services.redis;
    settings.redisPrefix = redis->prefix();
    settings.amqp = "amqp://" + nobody;
    settings.mqtt = "mqtt://" + nobody;
    settings.influx = "http://" + nobody + "?db=none";
    settings.callbackKeyFile = key;
    settings.adminPassword = "nine quiet owls at dawn";
    App app(std::move(settings), [](const std::string& why) { ADD_FAILURE() << why; });
    app.start();
    clients::HttpClient client;
    const auto url = "http://127.0.0.1:" + std::to_string(app.port());
    EXPECT_EQ(client.get(url + "/readyz").status, 503);

    network.restore();
    EXPECT_TRUE(test::eventually([&] { return client.get(url + "/readyz").status == 200; },
                                 std::chrono::seconds(60)));
    const auto signedIn = client.post(url + "/api/v1/auth/login",
                                      R"({"username":"admin","password":"nine quiet owls at dawn"})");
    EXPECT_EQ(signedIn.status, 200) << signedIn.body;
    EXPECT_TRUE(app.stop());
    fs::remove(key);
}

} // namespace labwarden
