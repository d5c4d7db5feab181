using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Keys;

namespace ElasticMoE.Gateway.Tests.Keys;

public sealed class ApiKeysTests
{
    [Fact]
    public void A_line_is_a_key_and_what_holds_for_it()
    {
        ApiKeys keys = ApiKeys.Parse("# ours\nfirst-key-0\n\nsecond-key name=ci rpm=60 concurrent=2 admin\n", "file");
        Assert.Equal(("key-1", (int?)null, (int?)null, false), Of(keys.Find("first-key-0")));
        Assert.Equal(("ci", 60, 2, true), Of(keys.Find("second-key")));
        Assert.Null(keys.Find("second-ke"));
        Assert.Null(keys.Find(null));
        Assert.Null(keys.Find("# ours"));
    }

    [Theory]
    [InlineData("", "file: holds no key")]
    [InlineData("tiny", "file:1: a key has at least 8 characters")]
    [InlineData("long-enough rpm=0", "file:1: a limit is a whole number of at least 1")]
    [InlineData("# a\nlong-enough secret", "file:2: after the key stand name=NAME, team=TEAM, rpm=N, concurrent=N or admin")]
    public void A_bad_line_is_named_and_not_quoted(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => ApiKeys.Parse(text, "file")).Message);

    [Fact]
    public void Without_keys_anyone_may() => Assert.Equal("anyone", ApiKeys.None.Find(null)!.Name);

    [Fact]
    public void A_bucket_gives_its_rate_and_says_how_long_to_wait()
    {
        var bucket = new RateBucket(60);
        for (int i = 0; i < 60; i++)
            Assert.True(bucket.TryTake(TimeSpan.FromSeconds(100), out _));
        Assert.False(bucket.TryTake(TimeSpan.FromSeconds(100.25), out TimeSpan wait));
        Assert.Equal(0.75, wait.TotalSeconds, 6);
        Assert.True(bucket.TryTake(TimeSpan.FromSeconds(101), out _));
        Assert.False(bucket.TryTake(TimeSpan.FromSeconds(101), out _));
    }

    private static (string, int?, int?, bool) Of(ApiKey? key) => (key!.Name, key.RequestsPerMinute, key.ConcurrentMax, key.IsAdmin);
}
