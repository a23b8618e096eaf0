// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/identity/hiding_places.h"

#include "server/clients/amqp.h"
#include "server/clients/url.h"

#include <functional>
#include <map>

namespace labwarden::test {

std::vector<std::string> tablesWith(const TestSchema& schema, const std::string& text) {
    const std::string bytes = "convert_to('" + text + "', 'UTF8')";
    std::string all; // one question about all of them: each has a connection of its own
    for (const auto& row : schema.sql(
             "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")) {
        const std::string table = row[0].c_str();
        all += (all.empty() ? "" : " UNION ALL ") + ("SELECT '" + table) + "' WHERE EXISTS (SELECT FROM " +
               table + " t WHERE strpos(t::text, '" + text + "') > 0 OR strpos(t::text, encode(" + bytes +
               ", 'hex')) > 0 OR strpos(t::text, rtrim(encode(" + bytes + ", 'base64'), '=')) > 0)";
    }
    std::vector<std::string> found;
    for (const auto& row : schema.sql(all))
        found.emplace_back(row[0].c_str());
    return found;
}

std::string everythingIn(const TestRedis& redis) {
    const std::map<std::string, std::function<std::vector<std::string>(const std::string&)>> readers{
        {"string",
         [](const std::string& key) {
             return std::vector<std::string>{"GET", key};
         }},
        {"hash",
         [](const std::string& key) {
             return std::vector<std::string>{"HGETALL", key};
         }},
        {"list",
         [](const std::string& key) {
             return std::vector<std::string>{"LRANGE", key, "0", "-1"};
         }},
        {"set",
         [](const std::string& key) {
             return std::vector<std::string>{"SMEMBERS", key};
         }},
        {"zset",
         [](const std::string& key) {
             return std::vector<std::string>{"ZRANGE", key, "0", "-1"};
         }},
        {"stream", [](const std::string& key) {
             return std::vector<std::string>{"XRANGE", key, "-", "+"};
         }}};
    std::string all;
    const std::function<void(const storage::RedisReply&)> add = [&](const storage::RedisReply& reply) {
        all += reply.text + "\n";
        for (const auto& item : reply.items)
            add(item);
    };
    for (const auto& key : redis->command({"KEYS", redis->prefix() + "*"}).items) {
        all += key.text + "\n";
        if (const auto reader = readers.find(redis->command({"TYPE", key.text}).text);
            reader != readers.end())
            add(redis->command(reader->second(key.text)));
    }
    return all;
}

std::string everythingInQueue(const std::string& queue) {
    clients::AmqpConsumer consumer(clients::Url::parse(Services::get().amqp));
    std::string all;
    if (!consumer.queueDepth(queue))
        return all;
    consumer.consume(queue, 100);
    while (const auto message = consumer.next(std::chrono::milliseconds(500))) {
        all += message->body + "\n";
        consumer.ack(message->tag);
    }
    return all;
}

} // namespace labwarden::test
