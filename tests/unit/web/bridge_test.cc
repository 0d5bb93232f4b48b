// The bridge as a page speaks to it: text in, text out.
#include "web/app/bridge.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/base/text.h"
#include "core/engine/scenario_json.h"

namespace weir::app {
namespace {

using Answer = nlohmann::json;

class BridgeTest : public testing::Test {
 protected:
  Answer Ask(const Answer& request) { return Answer::parse(bridge_.Call(request.dump())); }
  // The answer of a request that has to succeed.
  Answer Do(const Answer& request) {
    Answer answer = Ask(request);
    EXPECT_TRUE(answer["ok"].get<bool>()) << request << answer;
    return answer;
  }
  std::string Refusal(const Answer& request) {
    const Answer answer = Ask(request);
    EXPECT_FALSE(answer["ok"].get<bool>()) << request;
    return answer.value("error", "");
  }
  void Load(const char* name) { Do({{"cmd", "load"}, {"name", name}}); }
  void Seek(Duration at) { Do({{"cmd", "seek"}, {"t_us", at.micros}}); }

  Session session_;
  UiState ui_;
  Bridge bridge_{session_, ui_, ReadBundledFile};
};

TEST_F(BridgeTest, WhateverComesGetsAnAnswer) {
  for (const char* request :
       {"", "null", "[]", "{", "{}", "{\"cmd\": 7}", "{\"cmd\": \"fly\"}", "\xff\xfe", "42"}) {
    const Answer answer = Answer::parse(bridge_.Call(request));
    EXPECT_FALSE(answer["ok"].get<bool>()) << request;
    EXPECT_FALSE(answer["error"].get<std::string>().empty()) << request;
  }
}

TEST_F(BridgeTest, MostRequestsNeedAScenario) {
  EXPECT_EQ(Refusal({{"cmd", "play"}}), "no scenario is loaded");
  EXPECT_EQ(Refusal({{"cmd", "state"}}), "no scenario is loaded");
}

TEST_F(BridgeTest, EveryListedScenarioCanBeLoaded) {
  const Answer list = Do({{"cmd", "list"}});
  EXPECT_GE(list["scenarios"].size(), 7U);
  for (const Answer& entry : list["scenarios"]) {
    const Answer loaded = Do({{"cmd", "load"}, {"name", entry["name"]}});
    EXPECT_EQ(loaded["scenario"]["title"], entry["title"]);
    EXPECT_EQ(Do({{"cmd", "state"}})["t_us"], 0);
  }
}

TEST_F(BridgeTest, ARefusedLoadLeavesTheOldRunAlone) {
  Load("trucks");
  Seek(Seconds(3));
  EXPECT_NE(Refusal({{"cmd", "load"}, {"name", "no-such"}}), "");
  EXPECT_NE(Refusal({{"cmd", "load"}, {"json", "{\"weir\": 1, \"streems\": []}"}}), "");
  EXPECT_NE(Refusal({{"cmd", "load"}, {"name", "trucks"}, {"seed", "seven"}}), "");
  EXPECT_NE(Refusal({{"cmd", "load"}, {"name", "trucks"}, {"seed", "18446744073709551616"}}), "");
  EXPECT_EQ(Do({{"cmd", "state"}})["t_us"], 3'000'000);
}

TEST_F(BridgeTest, ASeedIsAllThatItChanges) {
  const Answer loaded =
      Do({{"cmd", "load"}, {"name", "hot-key"}, {"seed", "18446744073709551615"}});
  EXPECT_EQ(loaded["scenario"]["seed"], "18446744073709551615");
  Seek(Seconds(5));
  const Answer other = Do({{"cmd", "digests"}});
  Load("hot-key");
  Seek(Seconds(5));
  const Answer own = Do({{"cmd", "digests"}});
  EXPECT_NE(own["state"], other["state"]);
  EXPECT_EQ(own["state"].get<std::string>().size(), 16U);
}

TEST_F(BridgeTest, DigestsAreThoseOfAStraightRun) {
  Load("split");
  Seek(Seconds(100));
  Seek(Seconds(30));
  Seek(Seconds(70));
  Timeline straight(LoadBundledScenario("split").value());
  straight.SeekTo(straight.now() + Seconds(70));
  EXPECT_EQ(Do({{"cmd", "digests"}})["state"], ToHex16(straight.engine().digests().state));
  EXPECT_EQ(Do({{"cmd", "digests"}})["trace"], ToHex16(straight.engine().digests().trace));
}

TEST_F(BridgeTest, AStateTellsOfStreamsProducersAndConsumers) {
  Load("trucks");
  Do({{"cmd", "speed"}, {"speed", 2.5}});
  Seek(Seconds(30));
  const Answer state = Do({{"cmd", "state"}});
  EXPECT_EQ(state["speed"], 2.5);
  EXPECT_FALSE(state["playing"].get<bool>());
  EXPECT_EQ(state["streams"][0]["name"], "positions");
  ASSERT_EQ(state["streams"][0]["shards"].size(), 3U);
  double share = 0;
  int64_t records = 0;
  for (const Answer& shard : state["streams"][0]["shards"]) {
    EXPECT_EQ(shard["state"], "OPEN");
    EXPECT_EQ(shard["from"].get<std::string>().size(), 32U);
    share += shard["share"].get<double>();
    records += shard["records_in"].get<int64_t>();
    // A steady load shows, though the tank is full again between two calls.
    EXPECT_NEAR(shard["fill_records"].get<double>(), 200.0 / 3 / 1'000, 0.02);
    EXPECT_NEAR(shard["fill_bytes"].get<double>(), 200.0 / 3 * 310 / 1'048'576, 0.01);
  }
  EXPECT_NEAR(share, 1, 1e-5);
  EXPECT_EQ(state["totals"]["records_in"], records);
  EXPECT_NEAR(state["rates"]["records_in"].get<double>(), 200, 40);
  EXPECT_TRUE(state["order"]["kept"].get<bool>());
  EXPECT_TRUE(state["order"]["violation"].is_null());
  EXPECT_EQ(state["producers"][0]["accepted"], records);
  EXPECT_EQ(state["consumers"][0]["leases"].size(), 3U);
}

TEST_F(BridgeTest, ABrokenOrderHasItsWitnesses) {
  Load("hot-key");
  Seek(Seconds(20));
  const Answer order = Do({{"cmd", "state"}})["order"];
  ASSERT_FALSE(order["kept"].get<bool>());
  const Answer& violation = order["violation"];
  EXPECT_LT(violation["earlier"]["number"].get<int>(), violation["later"]["number"].get<int>());
  EXPECT_GT(violation["earlier"]["sequence"].get<std::string>().size(), 40U);
  EXPECT_FALSE(violation["cause"].get<std::string>().empty());
}

TEST_F(BridgeTest, PlayingAndPausingShow) {
  Load("trucks");
  Do({{"cmd", "play"}});
  EXPECT_TRUE(Do({{"cmd", "state"}})["playing"].get<bool>());
  Do({{"cmd", "pause"}});
  EXPECT_FALSE(Do({{"cmd", "state"}})["playing"].get<bool>());
  // The first instant is the start itself.
  EXPECT_TRUE(Do({{"cmd", "step"}})["moved"].get<bool>());
  EXPECT_TRUE(Do({{"cmd", "step"}})["moved"].get<bool>());
  EXPECT_TRUE(Do({{"cmd", "stepBack"}})["moved"].get<bool>());
  EXPECT_FALSE(Do({{"cmd", "stepBack"}})["moved"].get<bool>());
  EXPECT_NE(Refusal({{"cmd", "speed"}, {"speed", -1}}), "");
  EXPECT_NE(Refusal({{"cmd", "seek"}, {"t_us", "soon"}}), "");
}

TEST_F(BridgeTest, RecordsComeOldestFirstWithTheirNumbers) {
  Load("trucks");
  Seek(Seconds(10));
  const Answer answer =
      Do({{"cmd", "records"}, {"stream", "positions"}, {"shard", 1}, {"limit", 5}});
  ASSERT_EQ(answer["records"].size(), 5U);
  EXPECT_EQ(answer["records"][4]["ordinal"].get<uint64_t>() + 1, answer["end"].get<uint64_t>());
  for (size_t i = 1; i < 5; ++i) {
    EXPECT_LE(answer["records"][i - 1]["t_us"], answer["records"][i]["t_us"]);
  }
  EXPECT_EQ(answer["records"][0]["producer"], "fleet");
  EXPECT_TRUE(answer["records"][0]["key"].get<std::string>().starts_with("truck-"));
  const Answer from =
      Do({{"cmd", "records"}, {"stream", "positions"}, {"shard", 1}, {"from", 2}, {"limit", 1}});
  EXPECT_EQ(from["records"][0]["ordinal"], 2);
  EXPECT_NE(Refusal({{"cmd", "records"}, {"stream", "positions"}, {"shard", 9}}), "");
  EXPECT_NE(Refusal({{"cmd", "records"}, {"stream", "x"}, {"shard", 0}}), "");
}

TEST_F(BridgeTest, ASelectionIsARecordThatIsThere) {
  Load("trucks");
  Seek(Seconds(10));
  const Answer chosen =
      Do({{"cmd", "select"}, {"stream", "positions"}, {"shard", 0}, {"ordinal", 3}});
  EXPECT_EQ(chosen["record"]["ordinal"], 3);
  ASSERT_TRUE(ui_.selection.record);
  EXPECT_NE(Refusal({{"cmd", "select"}, {"stream", "positions"}, {"shard", 0}, {"ordinal", 1e9}}),
            "");
  EXPECT_TRUE(Do({{"cmd", "select"}})["record"].is_null());
  EXPECT_FALSE(ui_.selection.record);
}

TEST_F(BridgeTest, ACommandChangesTheRunAndAppearsAsAMarker) {
  Load("trucks");
  Seek(Seconds(10));
  Do({{"cmd", "command"},
      {"command", {{"do", "SplitShard"}, {"stream", "positions"}, {"shard", 0}}}});
  const Answer markers = Do({{"cmd", "state"}})["markers"];
  ASSERT_EQ(markers.size(), 1U);
  EXPECT_EQ(markers[0]["t_us"], 10'000'000);
  EXPECT_EQ(markers[0]["text"], "Split shard 0 of positions");
  Seek(Seconds(60));
  EXPECT_EQ(Do({{"cmd", "state"}})["streams"][0]["shards"].size(), 5U);
  EXPECT_NE(Refusal({{"cmd", "command"}, {"command", {{"do", "Explode"}}}}), "");
}

TEST_F(BridgeTest, AJournalGivesTheSessionAgain) {
  Load("trucks");
  Seek(Seconds(10));
  Do({{"cmd", "command"},
      {"command", {{"do", "SplitShard"}, {"stream", "positions"}, {"shard", 0}}}});
  Seek(Seconds(90));
  const Answer digests = Do({{"cmd", "digests"}});
  const Answer text = Do({{"cmd", "journal"}})["text"];
  Load("hot-key");
  EXPECT_EQ(Do({{"cmd", "journal"}, {"text", text}})["scenario"]["name"], "trucks");
  Seek(Seconds(90));
  EXPECT_EQ(Do({{"cmd", "digests"}}), digests);
  EXPECT_NE(Refusal({{"cmd", "journal"}, {"text", "not a journal"}}), "");
}

TEST_F(BridgeTest, NoticesTellWhatHappenedOnce) {
  Load("split");
  Do({{"cmd", "speed"}, {"speed", 100}});
  Do({{"cmd", "play"}});
  for (int frame = 0; frame < 1'000 && !session_.ended(); ++frame) session_.Advance(16);
  const Answer notices = Do({{"cmd", "notices"}})["notices"];
  std::vector<std::string> types;
  for (const Answer& notice : notices) {
    types.push_back(notice["type"]);
    EXPECT_FALSE(notice["text"].get<std::string>().empty());
    if (notice["type"] != "reshard") continue;
    EXPECT_EQ(notice["closed"], Answer::array({0}));
    EXPECT_EQ(notice["opened"], Answer::array({1, 2}));
    EXPECT_EQ(notice["text"], "clicks: shard 0 closes, shards 1 and 2 open.");
  }
  EXPECT_EQ(types.front(), "throttle");
  EXPECT_EQ(types.back(), "end");
  EXPECT_EQ(std::ranges::count(types, "reshard"), 1);
  EXPECT_GE(std::ranges::count(types, "violation"), 1);
  EXPECT_TRUE(Do({{"cmd", "notices"}})["notices"].empty());
}

TEST_F(BridgeTest, LooksAndSizesAreChecked) {
  Do({{"cmd", "theme"}, {"dark", false}, {"reduced", true}, {"colors", {{"accent", "#123456"}}}});
  EXPECT_FALSE(ui_.theme.dark);
  EXPECT_TRUE(ui_.theme.reduced);
  EXPECT_EQ(ui_.theme.accent, ui::Rgb(0x123456));
  EXPECT_EQ(Refusal({{"cmd", "theme"}, {"dark", true}, {"colors", {{"accent", "blue"}}}}),
            "colors.accent: \"#rrggbb\" is needed");
  EXPECT_EQ(ui_.theme.accent, ui::Rgb(0x123456));
  Do({{"cmd", "resize"},
      {"width", 390.4},
      {"height", 300},
      {"pixel_width", 781},
      {"pixel_height", 600},
      {"scale", 2},
      {"layout", "phone"}});
  EXPECT_EQ(ui_.width, 390);
  EXPECT_EQ(ui_.pixel_width, 781);
  EXPECT_EQ(ui_.layout, ui::LayoutKind::kPhone);
  EXPECT_NE(Refusal({{"cmd", "resize"},
                     {"width", 0},
                     {"height", 300},
                     {"pixel_width", 1},
                     {"pixel_height", 1}}),
            "");
  EXPECT_EQ(ui_.width, 390);
}

TEST_F(BridgeTest, MovesAreMergedAndATapIsNot) {
  for (const char* type : {"move", "move", "move", "down", "up", "move"}) {
    Do({{"cmd", "pointer"}, {"type", type}, {"x", 5}, {"y", 6}, {"buttons", 0}, {"kind", "touch"}});
  }
  ASSERT_EQ(ui_.input.size(), 4U);
  EXPECT_EQ(ui_.input[1].kind, InputKind::kDown);
  EXPECT_EQ(ui_.input[2].kind, InputKind::kUp);
  EXPECT_TRUE(ui_.input[0].touch);
}

TEST_F(BridgeTest, TheWheelZoomsWithinBounds) {
  Do({{"cmd", "wheel"}, {"x", 0}, {"y", 0}, {"dx", 0}, {"dy", -100}, {"zoom", true}});
  EXPECT_NEAR(ui_.zoom, 1.2, 1e-9);
  Do({{"cmd", "wheel"}, {"dy", 1e9}});
  EXPECT_EQ(ui_.zoom, kZoomMin);
}

TEST_F(BridgeTest, RequestsThatOnlyAskWakeNobody) {
  Load("trucks");
  ui_.frames_wanted = 0;
  Do({{"cmd", "state"}});
  Do({{"cmd", "records"}, {"stream", "positions"}, {"shard", 0}});
  EXPECT_EQ(ui_.frames_wanted, 0);
  Do({{"cmd", "seek"}, {"t_us", 5}});
  EXPECT_GT(ui_.frames_wanted, 0);
}

TEST_F(BridgeTest, OwnDataPlaysFromItsFirstRowToItsLast) {
  const std::string csv =
      "id,when,place\n"
      "a,2024-05-01T00:00:00Z,x\n"
      "b,2024-05-01T00:00:10Z,y\n"
      "a,2024-05-01T00:00:30Z,z\n";
  const Answer asked = Ask({{"cmd", "import"},
                            {"name", "mine.csv"},
                            {"text", csv},
                            {"key", ""},
                            {"time", ""},
                            {"shards", 2},
                            {"speed", 1}});
  EXPECT_FALSE(asked["ok"].get<bool>());
  EXPECT_EQ(asked["columns"], Answer::array({"id", "when", "place"}));
  const Answer loaded = Do({{"cmd", "import"},
                            {"name", "mine.csv"},
                            {"text", csv},
                            {"key", "id"},
                            {"time", "when"},
                            {"shards", 2},
                            {"speed", 2}});
  EXPECT_EQ(loaded["scenario"]["title"], "mine.csv");
  EXPECT_EQ(loaded["scenario"]["duration_us"], 25'000'000);
  Seek(Seconds(25));
  EXPECT_EQ(Do({{"cmd", "state"}})["totals"]["records_in"], 3);
}

TEST_F(BridgeTest, OwnDataThatIsWrongIsRefusedWithItsPlace) {
  const std::string error = Refusal({{"cmd", "import"},
                                     {"name", "mine.csv"},
                                     {"text", "id,when\na,yesterday\n"},
                                     {"key", "id"},
                                     {"time", "when"},
                                     {"shards", 1},
                                     {"speed", 1}});
  EXPECT_NE(error.find("line 2"), std::string::npos) << error;
  EXPECT_NE(
      Refusal({{"cmd", "import"}, {"name", "e.csv"}, {"text", ""}, {"key", ""}, {"time", ""}}), "");
  EXPECT_NE(Refusal({{"cmd", "import"},
                     {"name", "m.csv"},
                     {"text", "id,when\na,2024-05-01\n"},
                     {"key", "id"},
                     {"time", "when"},
                     {"shards", 0},
                     {"speed", 1}}),
            "");
}

}  // namespace
}  // namespace weir::app
