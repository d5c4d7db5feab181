using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Teams of experts, in maps and by themselves; docs/wire.md has the bytes. Reading throws <see cref="FrameFault"/> at whatever isn't so.</summary>
public static class TeamPayload
{
    private const int TeamBytesMin = 6, BiasBytes = 8;

    /// <summary>The teams of a map.</summary>
    public static byte[] Write(TeamBook book)
    {
        var to = new WireWriter();
        MapPayload.Put(to, book.Epoch);
        Put(to, book.Teams);
        return to.ToArray();
    }

    /// <summary>The teams of a map.</summary>
    public static TeamBook Read(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        var book = new TeamBook(MapPayload.TakeEpoch(ref from), Take(ref from));
        from.End();
        return book;
    }

    internal static void Put(WireWriter to, IReadOnlyList<ExpertTeam> teams)
    {
        to.I32(teams.Count);
        foreach (ExpertTeam team in teams)
        {
            to.Text(team.Name);
            Put(to, team.Biases);
        }
    }

    internal static ExpertTeam[] Take(ref WireReader from)
    {
        var teams = new ExpertTeam[from.Count(TeamBytesMin)];
        if (teams.Length > Limits.TeamsMax)
            throw new FrameFault($"{teams.Length} teams, at most {Limits.TeamsMax} are allowed");
        for (int i = 0; i < teams.Length; i++)
        {
            teams[i] = new(from.Text(), TakeBiases(ref from));
            if (i > 0 && string.CompareOrdinal(teams[i].Name, teams[i - 1].Name) <= 0)
                throw new FrameFault("teams that are not in ascending order");
        }
        return teams;
    }

    /// <summary>A list of biases, as gate policies have it too.</summary>
    internal static void Put(WireWriter to, IReadOnlyList<ExpertBias> biases)
    {
        to.I32(biases.Count);
        foreach (ExpertBias bias in biases)
        {
            to.Expert(bias.Expert);
            to.F32(bias.Bias);
        }
    }

    /// <summary>A list of biases, as gate policies have it too.</summary>
    internal static ExpertBias[] TakeBiases(ref WireReader from)
    {
        var biases = new ExpertBias[from.Count(BiasBytes)];
        if (biases.Length > Limits.GateBiasesMax)
            throw new FrameFault($"{biases.Length} biases, at most {Limits.GateBiasesMax} are allowed");
        for (int i = 0; i < biases.Length; i++)
            biases[i] = new(from.Expert(), from.F32());
        return biases;
    }
}
