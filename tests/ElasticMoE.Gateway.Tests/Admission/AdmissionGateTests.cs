using ElasticMoE.Gateway.Admission;
using ElasticMoE.Gateway.Errors;

namespace ElasticMoE.Gateway.Tests.Admission;

public sealed class AdmissionGateTests
{
    [Fact]
    public async Task Who_gives_up_makes_room_for_the_next()
    {
        var gate = new AdmissionGate(new AdmissionBounds(10, 25));
        IDisposable inside = await gate.EnterAsync("a", 10, default);
        using var gives = new CancellationTokenSource();
        Task<IDisposable> first = gate.EnterAsync("a", 10, gives.Token), second = gate.EnterAsync("a", 10, default);
        Assert.Equal((2, 20), gate.Waiting);
        Assert.Equal(429, (await Assert.ThrowsAsync<ApiException>(() => gate.EnterAsync("b", 10, default))).Error.Status);
        await gives.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);
        inside.Dispose();
        inside.Dispose();
        (await second).Dispose();
        Assert.Equal((0, 0), gate.Waiting);
    }
}
