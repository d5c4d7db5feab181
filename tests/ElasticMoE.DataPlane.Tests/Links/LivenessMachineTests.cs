using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Tests.Links;

public sealed class LivenessMachineTests
{
    [Fact]
    public void SilenceBreaksAfterFourHundredMilliseconds()
    {
        var machine = new LivenessMachine(0);
        for (long now = 50_000; now <= 400_000; now += 50_000)
            Assert.Equal(LivenessVerdict.Ping, machine.Tick(now));
        Assert.Equal(LivenessVerdict.Break, machine.Tick(450_000));
    }

    [Fact]
    public void AByteIsEnough()
    {
        var machine = new LivenessMachine(0);
        for (long now = 50_000; now <= 5_000_000; now += 50_000)
        {
            if (now % 400_000 == 0)
                machine.Heard(now);
            Assert.Equal(LivenessVerdict.Ping, machine.Tick(now));
        }
    }

    [Fact]
    public void OnesOwnPauseIsNotThePeersSilence()
    {
        var machine = new LivenessMachine(0);
        Assert.Equal(LivenessVerdict.Ping, machine.Tick(50_000));
        Assert.Equal(LivenessVerdict.Ping, machine.Tick(9_000_000));
        for (long now = 9_050_000; now <= 9_400_000; now += 50_000)
            Assert.Equal(LivenessVerdict.Ping, machine.Tick(now));
        Assert.Equal(LivenessVerdict.Break, machine.Tick(9_450_000));
    }
}
