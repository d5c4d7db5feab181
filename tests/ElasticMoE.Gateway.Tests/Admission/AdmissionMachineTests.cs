using ElasticMoE.Gateway.Admission;

namespace ElasticMoE.Gateway.Tests.Admission;

public sealed class AdmissionMachineTests
{
    [Fact]
    public void A_key_with_many_requests_holds_up_no_other()
    {
        var machine = new AdmissionMachine(new AdmissionBounds(20, 1000));
        AdmissionTicket[] many = [.. Enumerable.Range(0, 10).Select(_ => new AdmissionTicket("many", 10))];
        foreach (AdmissionTicket ticket in many)
            Assert.True(machine.TryEnqueue(ticket));
        Assert.Equal([many[0], many[1], null], [machine.Next(), machine.Next(), machine.Next()]);
        var single = new AdmissionTicket("single", 10);
        Assert.True(machine.TryEnqueue(single));
        machine.Release(many[0]);
        Assert.Same(single, machine.Next());
        machine.Release(many[1]);
        Assert.Same(many[2], machine.Next());
    }

    [Fact]
    public void One_request_goes_in_however_large_and_however_small_the_queue()
    {
        var machine = new AdmissionMachine(new AdmissionBounds(5, 0));
        var large = new AdmissionTicket("a", 100);
        Assert.True(machine.TryEnqueue(large));
        Assert.Same(large, machine.Next());
        Assert.False(machine.TryEnqueue(new AdmissionTicket("a", 1)));
        machine.Release(large);
        Assert.True(machine.TryEnqueue(new AdmissionTicket("a", 1)));
    }

    [Fact]
    public void Bounds_hold_whatever_happens_and_every_request_goes_in_once()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var bounds = new AdmissionBounds(random.Next(1, 100), random.Next(0, 200));
            var machine = new AdmissionMachine(bounds);
            var waiting = new HashSet<AdmissionTicket>();
            var running = new List<AdmissionTicket>();
            for (int i = 0; i < 300; i++)
            {
                Act(machine, random, waiting, running);
                while (machine.Next() is { } next)
                {
                    Assert.True(waiting.Remove(next), $"seed {seed}");
                    running.Add(next);
                }
                Assert.True(running.Count <= 1 || running.Sum(ticket => ticket.Tokens) <= bounds.RunningTokensMax, $"seed {seed}");
                Assert.True(machine.WaitingTokens <= bounds.WaitingTokensMax, $"seed {seed}");
                Assert.Equal((running.Sum(ticket => ticket.Tokens), waiting.Sum(ticket => ticket.Tokens), waiting.Count), (machine.RunningTokens, machine.WaitingTokens, machine.Waiting));
                Assert.True(running.Count > 0 || waiting.Count == 0, $"seed {seed}: nobody runs while somebody waits");
            }
        }
    }

    private static void Act(AdmissionMachine machine, Random random, HashSet<AdmissionTicket> waiting, List<AdmissionTicket> running)
    {
        int what = random.Next(4);
        if (what == 0 && running.Count > 0)
        {
            int which = random.Next(running.Count);
            machine.Release(running[which]);
            running.RemoveAt(which);
        }
        else if (what == 1 && waiting.Count > 0)
        {
            AdmissionTicket gone = waiting.First();
            Assert.True(machine.TryWithdraw(gone));
            Assert.False(machine.TryWithdraw(gone));
            waiting.Remove(gone);
        }
        else
        {
            var ticket = new AdmissionTicket($"key {random.Next(3)}", random.Next(1, 40));
            if (machine.TryEnqueue(ticket))
                waiting.Add(ticket);
        }
    }
}
