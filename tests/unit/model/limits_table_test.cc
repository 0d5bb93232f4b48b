// Every constant of core/model/limits.h and limits_clients.h, and the test that shows it bind: a
// limit without a test is a failed test.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/source_dir.h"

namespace weir {
namespace {

// "Suite.Test" of this program.
const std::map<std::string, const char*> kBoundBy{
    // Writing.
    {"kShardWriteBytesPerSecond", "DataPlaneLimits.AShardTakesAMebibyteASecond"},
    {"kShardWriteBurstBytesMin", "DataPlaneLimits.AShardTakesAMebibyteASecond"},
    {"kShardWriteRecordsPerSecond", "DataPlaneLimits.AShardTakesAThousandRecordsASecond"},
    {"kShardWriteBurstRecords", "DataPlaneLimits.AShardTakesAThousandRecordsASecond"},
    {"kMaxRecordSizeKibDefault", "DataPlaneLimits.ARecordHasAtMostTheSizeOfTheStream"},
    {"kMaxRecordSizeKibMin", "ControlPlaneLimits.TheRecordSizeOfAStreamHasItsRange"},
    {"kMaxRecordSizeKibMax", "ControlPlaneLimits.TheRecordSizeOfAStreamHasItsRange"},
    {"kPutRecordsEntriesMax", "DataPlaneLimits.ACallHasAtMost500Records"},
    {"kPutRecordsBytesMax", "DataPlaneLimits.ACallHasAtMost10Mebibytes"},
    {"kPartitionKeyCharactersMax", "DataPlaneLimits.AKeyHasAtMost256Characters"},
    // Reading.
    {"kShardReadBytesPerSecond", "DataPlaneLimits.AShardGivesTwoMebibytesASecondAndOwesWhatIsMore"},
    {"kGetRecordsCallsPerSecond", "DataPlaneLimits.AShardAnswersFiveCallsASecond"},
    {"kGetRecordsLimitMax", "DataPlaneLimits.AnAnswerHasAtMost10000Records"},
    {"kGetRecordsBytesMax", "DataPlaneLimits.AnAnswerHasAtMost10Mebibytes"},
    {"kGetShardIteratorCallsPerSecond", "DataPlaneLimits.AShardGivesFiveIteratorsASecond"},
    {"kShardIteratorLife", "DataPlaneLimits.AnIteratorLivesFiveMinutes"},
    // Streams.
    {"kNameCharactersMax", "ControlPlaneLimits.ANameHas128Characters"},
    {"kRetentionMin", "ControlPlaneLimits.RetentionIsFrom24HoursTo365Days"},
    {"kRetentionMax", "ControlPlaneLimits.RetentionIsFrom24HoursTo365Days"},
    {"kShardsPerStreamMax", "ControlPlaneLimits.AStreamHas20000Shards"},
    {"kShardsPerAccountMax", "ControlPlaneLimits.AnAccountHas20000Shards"},
    {"kUpdateShardCountPerDay", "ControlPlaneLimits.UpdateShardCountIsCalledTenTimesInADay"},
    {"kUpdateShardCountWindow", "ControlPlaneLimits.UpdateShardCountIsCalledTenTimesInADay"},
    {"kUpdateShardCountFactor", "UpdateShardCountTest.FromHalfToTwiceIsAllowed"},
    {"kUpdateShardCountTargetMax", "ControlPlaneLimits.UpdateShardCountGoesTo10000Shards"},
    // On-demand.
    {"kOnDemandShardsMin", "OnDemandLimits.AQuietStreamWantsFourShards"},
    {"kOnDemandPeakDays", "OnDemandTest.CapacityIsTwiceThePeakForThirtyDaysAndThenForgotten"},
    {"kOnDemandHeadroom", "OnDemandLimits.TwiceThePeakIsWanted"},
    {"kOnDemandShardsMax", "OnDemandLimits.NoMoreThan200ShardsAreWanted"},
    {"kOnDemandSplitBytesPerSecond", "OnDemandLimits.AShardAbove500KilobytesASecondIsSplit"},
    {"kOnDemandSplitRecordsPerSecond", "OnDemandLimits.AShardAbove500RecordsASecondIsSplit"},
    {"kOnDemandLookEvery", "OnDemandLimits.AShardAbove500KilobytesASecondIsSplit"},
    {"kOnDemandScaleDelay", "OnDemandLimits.AShardAbove500KilobytesASecondIsSplit"},
    {"kOnDemandStreamsMax", "ControlPlaneLimits.AnAccountHas50OnDemandStreams"},
    {"kStreamModeSwitchesPerDay", "ControlPlaneLimits.TheModeIsSwitchedTwiceADay"},
    // Enhanced fan-out.
    {"kFanOutBytesPerSecond", "DataPlaneLimits.ASubscriptionIsPushedTwoMebibytesASecond"},
    {"kFanOutConsumersMax", "FanOutLimits.AStreamHas20Consumers"},
    {"kFanOutConsumersCreatingMax", "FanOutLimits.FiveConsumersAreCreatingAtOnce"},
    {"kSubscriptionLife", "FanOutLimits.ASubscriptionLivesFiveMinutes"},
    {"kSubscriptionTakeover", "FanOutLimits.ASubscriptionIsTakenOverAfterFiveSeconds"},
    {"kSubscribeEvery", "FanOutLimits.SubscribeToShardIsCalledOnceASecond"},
    {"kFanOutDelayMin", "FanOutTest.InAScenarioARecordIsPushedWithinFiftyToNinetyMilliseconds"},
    {"kFanOutDelayMax", "FanOutTest.InAScenarioARecordIsPushedWithinFiftyToNinetyMilliseconds"},
    {"kRegisterConsumerDelay", "FanOutLimits.AConsumerIsActiveAfterItsDelay"},
    // The control plane.
    {"kCreateStreamCallsPerSecond", "ControlPlaneLimits.CreateStreamIsCalledFiveTimesASecond"},
    {"kDeleteStreamCallsPerSecond", "ControlPlaneLimits.DeleteStreamIsCalledFiveTimesASecond"},
    {"kSplitShardCallsPerSecond",
     "ControlPlaneLimits.SplitShardIsCalledFiveTimesASecondByAllStreamsTogether"},
    {"kMergeShardsCallsPerSecond", "ControlPlaneLimits.MergeShardsIsCalledFiveTimesASecond"},
    {"kUpdateShardCountCallsPerSecond",
     "ControlPlaneLimits.UpdateShardCountIsCalledTenTimesASecond"},
    {"kRetentionPeriodCallsPerSecond",
     "ControlPlaneLimits.TheRetentionPeriodIsChangedFiveTimesASecondEachWay"},
    {"kUpdateStreamModeCallsPerSecond",
     "ControlPlaneLimits.UpdateStreamModeIsCalledFiveTimesASecond"},
    {"kUpdateMaxRecordSizeCallsPerSecond",
     "ControlPlaneLimits.UpdateMaxRecordSizeIsCalledFiveTimesASecond"},
    {"kStreamsCreatingMax", "ControlPlaneLimits.FiveStreamsAreCreatingAtOnce"},
    {"kCreateStreamDelay", "ControlPlaneLimits.OperationsTakeTheirTime"},
    {"kDeleteStreamDelay", "ControlPlaneLimits.OperationsTakeTheirTime"},
    {"kReshardDelay", "ControlPlaneLimits.OperationsTakeTheirTime"},
    {"kUpdateStreamModeDelay", "ControlPlaneLimits.TheModeIsSwitchedTwiceADay"},
    {"kUpdateMaxRecordSizeDelay", "ControlPlaneLimits.TheRecordSizeOfAStreamHasItsRange"},
    // Lambda event source mappings.
    {"kLambdaBatchSizeDefault", "LambdaReaderTest.TheDefaultsAreThoseOfTheService"},
    {"kLambdaBatchSizeMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaBatchingWindowMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaParallelizationMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaRetryAttemptsMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaRecordAgeMin", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaRecordAgeMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaTumblingWindowMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaTimeoutMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaConcurrencyMax", "LambdaReaderTest.EveryLimitBinds"},
    {"kLambdaStateBytesMax", "LambdaMappingTest.AStateOfMoreThanAMegabyteEndsItsWindowEarly"},
    {"kLambdaPayloadBytesMax", "LambdaLaneTest.ThePayloadOfSixMegabytesCutsABatch"},
    {"kLambdaPollEvery", "LambdaMappingTest.PollsOnceASecondAndInvokesWithWhatItGot"},
    {"kLambdaReadGap", "LambdaMappingTest.GoesOnAtOnceWhileThereIsMore"},
    {"kLambdaRetryWaitMin", "LambdaLaneTest.WaitsDoubleUpToTheirLimit"},
    {"kLambdaRetryWaitMax", "LambdaLaneTest.WaitsDoubleUpToTheirLimit"},
    {"kLambdaEventRecordBytes", "LambdaEventTest.IsAboutAsLongAsTheModelCounts"},
    {"kLambdaEventBytes", "LambdaEventTest.IsAboutAsLongAsTheModelCounts"},
    // The Kinesis Producer Library.
    {"kKplAggregationMaxSize", "KplAggregatorTest.AnAggregateHoldsUpToAggregationMaxSizeBytes"},
    {"kKplAggregationMaxSizeMin", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kKplAggregationMaxSizeMax", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kKplAggregationMaxCount", "KplAggregatorTest.AnAggregateHoldsUpToAggregationMaxCountRecords"},
    {"kKplCollectionMaxCount", "KplCollectorTest.ACallHoldsFiveHundredRecords"},
    {"kKplCollectionMaxSize", "KplCollectorTest.ACallHoldsFiveMebibytesWithTheirKeys"},
    {"kKplCollectionMaxSizeMin", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kKplCollectionShardBytes", "KplCollectorTest.NoShardGetsMoreThan256KibInOneCall"},
    {"kKplCollectionWaitFraction",
     "KplCollectorTest.WhatIsDueWaitsAFifthOfTheBufferedTimeForOthers"},
    {"kKplCollectionWaitMax", "KplCollectorTest.WhatIsDueWaitsAFifthOfTheBufferedTimeForOthers"},
    {"kKplRecordMaxBufferedTime", "KplProducerTest.ARecordIsSentWithin100MsAnd20MsForItsCall"},
    {"kKplIntake", "KplProducerTest.AFullAggregateLeavesAtOnce"},
    {"kKplRecordTtl", "KplProducerTest.RecordsThatOutliveTheirTtlAreGivenUp"},
    {"kKplRecordTtlMin", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kKplRateLimitPercent", "KplProducerTest.TheLimiterKeepsTo150Percent"},
    {"kKplRateLimitPercentMax", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kKplLimiterDrainEvery", "KplLimiterTest.LetsThenHalfAsManyAgainThroughAsAShardTakes"},
    {"kKplResendFraction", "KplProducerTest.WhatIsThrottledGoesBackWithoutAWait"},
    {"kKplMaxConnections", "KplProducerTest.OnlyMaxConnectionsCallsAreUnderWay"},
    {"kKplMaxConnectionsMax", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kKplUserDataBytesMax", "KplProducerTest.ARecordLargerThanOneMebibyteIsRefused"},
    {"kKplListShardsBackoffMin", "KplShardMapTest.AListingThatFailsIsRepeatedAfterAGrowingWait"},
    {"kKplListShardsBackoffMax", "KplShardMapTest.AListingThatFailsIsRepeatedAfterAGrowingWait"},
    // The SDK, and the Kinesis Agent.
    {"kRequestTimeoutDefault", "SdkProducerTest.AnAnswerThatIsLostIsMissedAfterSixSeconds"},
    {"kAgentHandedMax", "AgentProducerTest.OnAFullShardItSendsInBursts"},
    {"kAgentSleepSlice", "AgentProducerTest.ItSleepsInSlicesOfAQuarterOfASecond"},
    {"kAgentPoll", "AgentProducerTest.LinesAreReadEvery100Ms"},
    {"kAgentBufferAge", "AgentProducerTest.ABufferIsSentAfterAMinute"},
    {"kAgentBufferAgeMin", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kAgentBufferAgeMax", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kAgentBufferRecords", "AgentProducerTest.ABufferHoldsFiveHundredLines"},
    {"kAgentBufferBytes", "AgentProducerTest.ABufferHoldsFourMebibytes"},
    {"kAgentRecordBytesMax", "AgentProducerTest.ALineThatIsTooLongIsCut"},
    {"kAgentRotationMin", "ProducerReaderTest.OfEachRangeOneIsInAndTheNextIsOut"},
    {"kAgentQueueBuffers", "AgentProducerTest.WhenItsQueueIsFullItStopsReading"},
    {"kAgentBackoffMin", "AgentProducerTest.AStreamThatIsGoneIsTriedUntilItIsThereAgain"},
    {"kAgentBackoffMax", "AgentProducerTest.AStreamThatIsGoneIsTriedUntilItIsThereAgain"},
    // The Kinesis Client Library.
    {"kKclFailoverTime",
     "KclLeasesTest.ACrashedWorkersLeaseIsTakenWhenItsCounterStoodStillForTheFailoverTime"},
    {"kKclShardSync", "KclReaderTest.TheDefaultsAreTheLibrarys"},
    {"kKclParentPoll", "KclShardEndTest.AMergedChildWaitsForBothAndLooksEveryTenSeconds"},
    {"kKclEpsilon", "KclLeasesTest.TheDefaultIntervalIsTwiceTheFailoverTimeAndItsTolerance"},
    {"kKclStealMax", "KclLeasesTest.OthersStealOneAtATimeUntilSharesAreEven"},
    {"kKclVeryOldLease", "LeaseTakingTest.AfterThreeFailoverTimesAllAreTakenWhateverTheShare"},
    {"kKclTableCheck", "KclLeasesTest.BalanceIsReachedWithinAsManyLooksAsAShareHasLeases"},
    {"kLeasesAnyNumber", "KclLeasesTest.NoMoreThanMaxLeasesAreHeldAndTheRestWaits"},
    // Metrics.
    {"kMetricPeriodSeconds", "MetricLogTest.SixtySecondsAreAMinute"},
    {"kStreamsMax", "ControlPlaneLimits.AnAccountHas200Streams"},
};

// Weir's own bounds, and constants that follow from others. Not quotas of the service.
const std::set<std::string> kNoQuota{
    "kLambdaReadAhead",  // How far a model reads ahead.
    "kLambdaOnFailureKept",
    // Habits of clients, drawn or counted, which bind nobody.
    "kListShardsPerPage",
    "kAgentSendingThreadsPerCore",
    "kAgentCores",
    "kAgentBackoffJitterPercent",
    "kAgentRecoveryDivisor",
    "kAgentSendingThreadsMax",
    "kKclTakeTries",
    "kKclRenewTries",
    "kKclTaskBackoff",
    "kKclCheckpointTries",
    "kKclCheckpointRetry",
    // Weir's own.
    "kKeysMax",
    "kThreadsMax",
    "kKeysOfRunMax",
    "kProducersMax",
    "kConsumersMax",
    "kWorkersMax",
    "kRatePerSecondMax",
};

std::set<std::string> ConstantsOfLimits() {
  std::stringstream text;
  text << std::ifstream(test::SourcePath("core/model/limits.h")).rdbuf();
  text << std::ifstream(test::SourcePath("core/model/limits_clients.h")).rdbuf();
  const std::string source = text.str();
  const std::regex constant("constexpr [A-Za-z0-9_:]+ (k[A-Za-z0-9]+)");
  std::set<std::string> names;
  for (std::sregex_iterator i(source.begin(), source.end(), constant), end; i != end; ++i) {
    names.insert((*i)[1]);
  }
  return names;
}

bool HasTest(const std::string& name) {
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *program.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      if (name == std::string(suite.name()) + "." + suite.GetTestInfo(j)->name()) return true;
    }
  }
  return false;
}

TEST(LimitsTableTest, EveryLimitHasATestThatShowsItBind) {
  const std::set<std::string> constants = ConstantsOfLimits();
  ASSERT_GT(constants.size(), 50U);
  for (const std::string& name : constants) {
    EXPECT_TRUE(kBoundBy.contains(name) || kNoQuota.contains(name))
        << name << " of limits.h has no test: write one and add it to the table";
  }
}

TEST(LimitsTableTest, TheTableNamesLimitsAndTestsThatThereAre) {
  const std::set<std::string> constants = ConstantsOfLimits();
  for (const auto& [limit, name] : kBoundBy) {
    EXPECT_TRUE(constants.contains(limit)) << limit;
    EXPECT_TRUE(HasTest(name)) << name;
  }
  for (const std::string& name : kNoQuota) EXPECT_TRUE(constants.contains(name)) << name;
}

}  // namespace
}  // namespace weir
