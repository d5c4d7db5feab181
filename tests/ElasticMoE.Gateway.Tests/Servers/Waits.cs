namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>Waits for what has no event, with a guard far longer than anything takes.</summary>
internal static class Waits
{
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(3);

    public static async Task UntilAsync(Func<bool> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < s_hang, "what was waited for doesn't come");
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task Guard(this Task task) => task.WaitAsync(s_hang);

    public static Task<T> Guard<T>(this Task<T> task) => task.WaitAsync(s_hang);
}
