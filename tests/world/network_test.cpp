// Sockets: handshakes, bytes, ends and links, without any language above them.
#include "sim/world/network.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/world/machine.h"

namespace loopscope::world {
namespace {

class NetworkTest : public testing::Test {
  protected:
    std::shared_ptr<Socket> make(SocketType type = SocketType::Stream) {
        int error = 0;
        return network.make_socket(Family::Inet, type, 0, error);
    }
    static Address at(std::uint16_t port, std::string host = "127.0.0.1") {
        return {.family = Family::Inet, .port = port, .host = std::move(host)};
    }
    std::shared_ptr<Socket> listen_at(std::uint16_t port, int backlog = 5) {
        auto socket = make();
        EXPECT_EQ(socket->bind(at(port)), 0);
        EXPECT_EQ(socket->listen(backlog), 0);
        return socket;
    }
    std::string read(Socket& socket, std::size_t room = 100) {
        std::string bytes(room, '\0');
        Transfer got = socket.read(bytes);
        if (got.error != 0) return "error " + std::to_string(got.error);
        return bytes.substr(0, got.count);
    }
    void pass(double seconds) {
        machine.block({.deadline = machine.now() + seconds, .on = "sleep"});
    }

    trace::EventLog log;
    trace::Recorder recorder{log, trace::Level::Off};
    Machine machine{recorder};
    Network& network = machine.network();
};

TEST_F(NetworkTest, AConnectionIsMadeWithinConnectOnAPerfectLink) {
    auto listener = listen_at(80);
    auto client = make();
    EXPECT_EQ(client->connect(at(80)), kEINPROGRESS);
    EXPECT_EQ(client->readiness(), kWritable);
    EXPECT_EQ(listener->readiness(), kReadable);
    Accepted accepted = listener->accept();
    ASSERT_EQ(accepted.error, 0);
    EXPECT_EQ(accepted.peer, client->local());
    EXPECT_EQ(client->remote(), at(80));
    EXPECT_EQ(client->local().port, 32768);
    client->write("hello");
    EXPECT_EQ(read(*accepted.socket), "hello");
    EXPECT_EQ(read(*accepted.socket), "error 11");
}

TEST_F(NetworkTest, NobodyListeningIsTold) {
    auto client = make();
    EXPECT_EQ(client->connect(at(81)), kEINPROGRESS);
    EXPECT_EQ(client->take_error(), kECONNREFUSED);
    EXPECT_EQ(client->take_error(), 0);
}

TEST_F(NetworkTest, TheEndComesAfterTheBytesAndAResetAfterUnreadOnes) {
    auto listener = listen_at(80);
    auto client = make();
    client->connect(at(80));
    auto server = listener->accept().socket;
    client->write("bye");
    client->shutdown(Direction::Sending);
    EXPECT_EQ(read(*server), "bye");
    EXPECT_EQ(read(*server), "");
    server->write("unread");
    client->released();
    EXPECT_EQ(server->write("more").error, kEPIPE) << "reset after the end had come";

    client = make();
    client->connect(at(80));
    server = listener->accept().socket;
    server->write("unread");
    client->released();
    EXPECT_EQ(server->readiness() & kFailed, kFailed);
    EXPECT_EQ(read(*server), "error 104");
    EXPECT_EQ(read(*server), "");
}

TEST_F(NetworkTest, ASenderThatNobodyReadsFromRunsOutOfRoom) {
    auto listener = listen_at(80);
    auto client = make();
    client->connect(at(80));
    auto server = listener->accept().socket;
    std::string much(10'000'000, 'x');
    EXPECT_EQ(client->write(much).count, 3919467U);
    EXPECT_EQ(client->write(much).error, kEAGAIN);
    EXPECT_EQ(client->readiness() & kWritable, 0);
    while (read(*server, 262144) != "error 11") {
    }
    EXPECT_EQ(client->readiness() & kWritable, kWritable);
}

TEST_F(NetworkTest, ALinkTakesItsTimeAndKeepsTheOrder) {
    network.add_host("far", "10.0.0.2");
    network.set_link("localhost", "far", {.latency_seconds = 0.05, .bytes_per_second = 1000.0});
    auto listener = make();
    listener->bind(at(80, "10.0.0.2"));
    listener->listen(5);
    auto client = make();
    client->connect(at(80, "10.0.0.2"));
    EXPECT_EQ(client->readiness(), 0);
    pass(1.0);
    EXPECT_EQ(client->readiness(), kWritable);
    auto server = listener->accept().socket;
    ASSERT_TRUE(server);
    client->write(std::string(960, 'a'));
    client->write("b");
    pass(1.0);
    EXPECT_EQ(read(*server), "error 11") << "1000 bytes a second, and 0.05 s more";
    pass(0.06);
    EXPECT_EQ(read(*server, 1000).size(), 960U);
    pass(0.1);
    EXPECT_EQ(read(*server), "b");
}

TEST_F(NetworkTest, ACutLinkHoldsAStreamAndLosesADatagram) {
    network.add_host("far", "10.0.0.2");
    auto listener = make();
    listener->bind(at(80, "10.0.0.2"));
    listener->listen(5);
    auto client = make();
    client->connect(at(80, "10.0.0.2"));
    auto server = listener->accept().socket;
    auto box = make(SocketType::Datagram);
    box->bind(at(53, "10.0.0.2"));
    auto sender = make(SocketType::Datagram);
    Address there = at(53, "10.0.0.2");
    network.cut("far", "localhost");
    client->write("held");
    sender->send("lost", &there);
    pass(5.0);
    EXPECT_EQ(read(*server), "error 11");
    network.mend("localhost", "far");
    sender->send("found", &there);
    EXPECT_EQ(read(*box), "found");
    pass(0.1);
    EXPECT_EQ(read(*server), "held");
}

TEST_F(NetworkTest, APortThatSomebodyListensOnIsTaken) {
    auto listener = listen_at(80);
    auto other = make();
    other->set_option(kSolSocket, kSoReuseAddress, 1);
    EXPECT_EQ(other->bind(at(80)), kEADDRINUSE);
    EXPECT_EQ(other->bind(at(80, "0.0.0.0")), kEADDRINUSE);
    listener->released();
    EXPECT_EQ(other->bind(at(80)), 0);
}

TEST_F(NetworkTest, PortsRunOutPerTypeAndComeBackWithTheSocketThatHadThem) {
    std::vector<std::shared_ptr<Socket>> taken;
    for (int port = 32768; port <= 60999; ++port) {
        taken.push_back(make());
        ASSERT_EQ(taken.back()->bind(at(0)), 0);
    }
    for (int tries = 0; tries < 100'000; ++tries) ASSERT_EQ(make()->bind(at(0)), kEADDRINUSE);
    EXPECT_EQ(make()->connect(at(80)), kEADDRNOTAVAIL);
    EXPECT_EQ(make(SocketType::Datagram)->bind(at(0)), 0);
    taken.erase(taken.begin() + 1000);
    auto again = make();
    EXPECT_EQ(again->bind(at(0)), 0);
    EXPECT_EQ(again->local().port, 32768 + 1000);
    EXPECT_EQ(make()->bind(at(0)), kEADDRINUSE);
}

TEST_F(NetworkTest, ADescriptorTableIsFullAtItsLimit) {
    Descriptors& table = machine.descriptors();
    table.limit.soft = 5;
    EXPECT_EQ(table.open(make()), 3);
    EXPECT_EQ(table.open(make()), 4);
    EXPECT_TRUE(table.full());
    EXPECT_EQ(table.open(make()), Descriptors::kNone);
    table.close(3);
    EXPECT_EQ(table.open(make()), 3);
}

TEST_F(NetworkTest, DatagramsKeepTheirBoundsAndAConnectedSenderHearsThatNobodyIsThere) {
    auto box = make(SocketType::Datagram);
    box->bind(at(53));
    auto sender = make(SocketType::Datagram);
    Address there = at(53);
    sender->send("one", &there);
    sender->send("three", &there);
    EXPECT_EQ(read(*box, 2), "on");
    EXPECT_EQ(read(*box), "three");
    box->released();
    sender->connect(there);
    EXPECT_EQ(sender->write("x").count, 1U);
    EXPECT_EQ(sender->write("y").error, kECONNREFUSED);
}

TEST_F(NetworkTest, UnixSocketsMeetByPath) {
    int error = 0;
    Address path{.family = Family::Unix, .host = "/tmp/s"};
    auto make_unix = [&] {
        return network.make_socket(Family::Unix, SocketType::Stream, 0, error);
    };
    EXPECT_EQ(make_unix()->connect(path), kENOENT);
    auto listener = make_unix();
    listener->bind(path);
    listener->listen(1);
    auto client = make_unix();
    EXPECT_EQ(client->connect(path), 0);
    auto server = listener->accept().socket;
    server->write("hi");
    EXPECT_EQ(read(*client), "hi");
    EXPECT_EQ(make_unix()->bind(path), kEADDRINUSE);
    std::string much(1'000'000, 'x');
    EXPECT_EQ(client->write(much).count, 219264U);
}

}  // namespace
}  // namespace loopscope::world
