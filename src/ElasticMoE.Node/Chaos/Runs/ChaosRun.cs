using System.Runtime;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Pace;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>Runs a scenario: finds the steady state, measures it, causes faults round by round, waits after each until the cluster is whole, and measures again.</summary>
internal sealed class ChaosRun(ChaosScenario scenario, ChaosOptions options, ChaosTools tools, ClusterWatch watch, CommandContext context)
{
    private static readonly TimeSpan s_wholeMax = TimeSpan.FromMinutes(3), s_finishMax = TimeSpan.FromSeconds(120), s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>Replicas that a takeover woke sleep ten seconds after they aren't needed any more.</summary>
    private static readonly TimeSpan s_excessMax = TimeSpan.FromSeconds(20), s_settling = TimeSpan.FromMilliseconds(200);

    /// <summary>Of a second, code that is compiled here and there in a process that is warm.</summary>
    private static readonly TimeSpan s_compilingMax = TimeSpan.FromMilliseconds(20), s_compilingIn = TimeSpan.FromSeconds(1), s_compiledMax = TimeSpan.FromSeconds(20);

    private readonly RunClock _clock = new(context.Clock);

    /// <summary>Runs it to its end, or until it stops itself or is told to.</summary>
    /// <param name="server">The gateway.</param>
    /// <param name="questions">What clients ask.</param>
    /// <param name="prefill">What is asked once to see how long prefill takes; null for nothing.</param>
    /// <param name="record">Takes what happens.</param>
    /// <exception cref="InputException">The cluster isn't in its steady state to begin with (exit code: unhealthy).</exception>
    public void Run(Uri server, ChaosQuestion[] questions, ChaosQuestion[]? prefill, ChaosRecord record)
    {
        WaitForSteadyState();
        record.AwakeBefore = watch.Awake ?? 0;
        using var client = new ChaosClient(server, _clock);
        using var meter = new DoorMeter(tools.Target, _clock);
        var load = new ChaosLoad(client, questions, options.Streams, options.Seed, _clock);
        try
        {
            WarmUp(load);
            if (prefill is not null)
                record.PrefillMs = Prefill(client, prefill);
            record.Before = Measure(load, 2 * options.Steady);
            RunRounds((load, client), record);
            Settle(load, record);
            record.After = Measure(load, options.Steady);
        }
        catch (AbortedException aborted)
        {
            record.Aborted = aborted.Message;
        }
        finally
        {
            if (!load.Finish(s_finishMax))
                record.Aborted ??= $"answers under way don't end within {s_finishMax.TotalSeconds:0} s";
            load.Dispose();
            record.Answers = load.Answers;
            record.Pace = meter.Finish();
        }
    }

    private void WaitForSteadyState()
    {
        long started = context.Clock.GetTimestamp();
        while ((watch.Missing() ?? watch.Unready) is { } missing)
        {
            if (context.Clock.GetElapsedTime(started) > s_wholeMax)
                throw new InputException("steady state", $"isn't there: {missing}", ExitCode.Unhealthy);
            context.Cancelled.WaitHandle.WaitOne(s_look);
            context.Cancelled.ThrowIfCancellationRequested();
        }
    }

    /// <summary>As many answers as there are clients. Where throughput is to be judged, also until the clients' code isn't compiled anew any more, which takes processor time that nothing else does.</summary>
    private void WarmUp(ChaosLoad load)
    {
        while (load.Finished < options.Streams)
            Look(load, s_look);
        long fromUs = _clock.NowUs;
        TimeSpan compiling = TimeSpan.MaxValue;
        while (options.Steady >= ChaosVerdict.SteadyMin && compiling > s_compilingMax && _clock.NowUs - fromUs < s_compiledMax.TotalMicroseconds)
        {
            TimeSpan before = JitInfo.GetCompilationTime();
            Pass(load, s_compilingIn);
            compiling = JitInfo.GetCompilationTime() - before;
        }
    }

    private double Prefill(ChaosClient client, ChaosQuestion[] prompts)
    {
        long startedUs = _clock.NowUs;
        ChaosAnswer[] answers = Task.WhenAll(prompts.Select(prompt => client.AskAsync(0, (0, prompt), _ => { }, context.Cancelled))).GetAwaiter().GetResult();
        if (Array.Find(answers, answer => answer.Failure is not null) is { } failed)
            throw new AbortedException($"prefill can't be measured: {failed.Failure}");
        return (answers.Max(answer => answer.HeardUs) - startedUs) / 1000.0;
    }

    private (long FromUs, long ToUs) Measure(ChaosLoad load, TimeSpan time)
    {
        long fromUs = _clock.NowUs;
        Pass(load, time);
        return (fromUs, _clock.NowUs);
    }

    private void RunRounds((ChaosLoad Load, ChaosClient Client) clients, ChaosRecord record)
    {
        int rounds = options.Rounds ?? (options.Duration is null ? scenario.Rounds : int.MaxValue);
        long startedUs = _clock.NowUs;
        for (int round = 0; round < rounds && !(options.Duration is { } duration && _clock.NowUs - startedUs >= duration.TotalMicroseconds); round++)
        {
            if (round > 0)
                Pass(clients.Load, TimeSpan.FromMilliseconds(scenario.SettleMs));
            RunRound(clients, record, options.Seed + round);
        }
    }

    private void RunRound((ChaosLoad Load, ChaosClient Client) clients, ChaosRecord record, int turn)
    {
        using var round = new ChaosRound(tools, clients.Client);
        long atUs = _clock.NowUs;
        try
        {
            foreach (ChaosStep step in scenario.Steps)
            {
                Pass(clients.Load, TimeSpan.FromMilliseconds(step.AfterMs));
                if (step == scenario.Steps[0])
                    atUs = _clock.NowUs;
                round.Do(options.Target is { } other && step.IsOfMembers ? step with { On = other } : step, turn);
            }
            Heal(clients.Load, round, atUs);
            record.Broken.AddRange(round.Broken);
        }
        finally
        {
            record.Rounds.Add((round.What, atUs, _clock.NowUs));
        }
        (string what, _, long overUs) = record.Rounds[^1];
        context.Say($"{Figures.Fixed(atUs / 1e6, 1),6} s  {what}; whole again after {Figures.Fixed((overUs - atUs) / 1e6, 1)} s");
    }

    private void Heal(ChaosLoad load, ChaosRound round, long atUs)
    {
        Task<bool> ended = Task.Factory.StartNew(round.WaitForEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!ended.IsCompleted)
            Look(load, s_look);
        if (!ended.Result)
            throw new AbortedException($"{round.What} didn't end when its time was over");
        string? missing = "a member wasn't started again";
        while (!round.AreStartedAgain() || (missing = watch.Missing()) is not null)
        {
            if (_clock.NowUs - atUs > scenario.Abort.RecoverySeconds * 1e6)
                throw new AbortedException($"the cluster isn't whole {scenario.Abort.RecoverySeconds:0} s after {round.What}: {missing}");
            Look(load, s_look);
        }
    }

    /// <summary>
    /// Waits until the cluster is as it was before: besides what members need, what stands ready for one that will be lost, and where throughput is to be judged, for a while
    /// until replicas that woke for others sleep again. What commands have changed may stay so.
    /// </summary>
    private void Settle(ChaosLoad load, ChaosRecord record)
    {
        long fromUs = _clock.NowUs;
        while ((watch.Missing() ?? watch.Unready ?? Excess(record, fromUs)) is { } missing)
        {
            if (_clock.NowUs - fromUs > s_wholeMax.TotalMicroseconds)
                throw new AbortedException($"the cluster isn't as before {s_wholeMax.TotalSeconds:0} s after the last fault: {missing}");
            Pass(load, s_settling);
        }
        record.SettledUs = _clock.NowUs - fromUs;
    }

    private string? Excess(ChaosRecord record, long fromUs) =>
        options.Steady >= ChaosVerdict.SteadyMin && watch.Awake > record.AwakeBefore && _clock.NowUs - fromUs < s_excessMax.TotalMicroseconds ? "more replicas are awake than before" : null;

    private void Pass(ChaosLoad load, TimeSpan time)
    {
        long untilUs = _clock.NowUs + (long)time.TotalMicroseconds;
        while (_clock.NowUs is var nowUs && nowUs < untilUs)
            Look(load, TimeSpan.FromMicroseconds(Math.Min(untilUs - nowUs, s_look.TotalMicroseconds)));
    }

    /// <summary>Lets a little time pass, unless there is a reason to stop.</summary>
    private void Look(ChaosLoad load, TimeSpan time)
    {
        if (context.Cancelled.WaitHandle.WaitOne(time))
            throw new AbortedException("it was told to stop");
        if (load.Failed > scenario.Abort.FailedRequests)
            throw new AbortedException($"{load.Failed} requests have failed");
        if (load.SilentUs > scenario.Abort.SilenceMs * 1000L)
            throw new AbortedException($"a stream has got no token for {scenario.Abort.SilenceMs / 1000.0:0.#} s");
    }
}
