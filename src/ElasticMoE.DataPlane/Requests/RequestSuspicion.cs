using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>
/// Whether a request ends the routers that get it. What it makes a router compute follows from its tokens alone, so one that does ends each at the same position, before it has given
/// <see cref="TokensToGetOn"/> more; one that has given them is cleared, and of routers that are lost later it is suspected anew. Until then each further loss leaves fewer suspects: after one anybody may be
/// why, after two a router gets <see cref="FewMax"/> of those it was lost with, after three one at a time. Only a loss that leaves no other suspect convicts, and three are needed that come within a second of its submission.
/// <para>
/// Where other causes end each router every M seconds, an innocent request that is alone for a second meets three such losses in a row with a probability of at most M⁻³, 6·10⁻⁴ where a router
/// is killed every 12 s. In a crowd it is alone only after a first loss, a second before it has got on, and a third in its group of eight: with 32 requests a router, which get on within 0.4 s, one loss every
/// 12 s convicts one of them with 0.03 · (4 · 0.03) · (8 · 0.03) · 0.03² ≈ 10⁻⁶. Where a router is lost once an hour, it is 10⁻¹⁰ for a request that is alone, and nothing worth naming in a crowd.
/// </para>
/// <para>
/// Against a guilty one: six or seven losses in a crowd of 64, three of them with it alone, and three where it is alone from the beginning. One that takes longer than a second to end a router, or that can't be had alone because others don't get
/// on, gathers a third of an alone loss's weight or less, and is convicted at the <see cref="LossesMax"/>th loss at the latest. An innocent one that needs far longer to get on than routers live can't be told from it.
/// </para>
/// A router that comes back as it was has not died, and its loss doesn't count; one that isn't back in time has.
/// </summary>
internal sealed class RequestSuspicion
{
    /// <summary>Tokens by which a request has got on. The first comes of the prompt's step, and what fails in steps of one token fails before the fourth; of tokens that were lost with a router there are fewer.</summary>
    public const int TokensToGetOn = 4;

    /// <summary>How many a router gets after two losses: with 64 suspects and two routers, four groups each.</summary>
    public const int FewMax = 8;

    /// <summary>A loss within this of the submission that leaves no other suspect has its full weight.</summary>
    public const long SoonUs = 1_000_000;

    /// <summary>How long a router may take to come back as it was; then it counts as dead. One that is started again takes about a second.</summary>
    public const long FateAfterUs = 3_000_000;

    /// <summary>Losses in a row that convict, whatever they are.</summary>
    public const int LossesMax = LossesToBeAlone + StrikesMax / LateStrikes;

    /// <summary>How long others may keep a request waiting after two losses; twice as long after each further one.</summary>
    private const long PatienceUs = 1_000_000;

    private const int LossesToBeFew = 2, LossesToBeAlone = 3, PatienceDoublingsMax = 6;
    private const int StrikesMax = 12, SoonStrikes = 4, LateStrikes = 1;

    private readonly List<RouterLoss> _open = [];
    private int _strikes;

    /// <summary>Routers that were lost one after the other before it had got on.</summary>
    public int Losses { get; private set; }

    public RequestCompany Company => Losses switch
    {
        < LossesToBeFew => RequestCompany.Any,
        < LossesToBeAlone => RequestCompany.Few,
        _ => RequestCompany.Alone,
    };

    /// <summary>How long it may be kept waiting for its own or others' sake. The more there is against it the longer, so that at last it is alone, and others aren't lost with it.</summary>
    public long WaitMaxUs => PatienceUs << Math.Clamp(Losses - LossesToBeFew, 0, PatienceDoublingsMax);

    /// <summary>Whether the fate of a router isn't known yet that counts against it.</summary>
    public bool IsOpen => _open.Count > 0;

    public bool IsConvicted => _strikes >= StrikesMax;

    /// <summary>Whether it hangs on a router's fate that isn't known yet whether it is convicted: no further router gets it.</summary>
    public bool IsAccused => IsOpen && !IsConvicted && _strikes + _open.Sum(loss => loss.Strikes) >= StrikesMax;

    /// <summary>It has given tokens enough.</summary>
    public void GotOn()
    {
        (Losses, _strikes) = (0, 0);
        _open.Clear();
    }

    /// <summary>The router that had it is lost.</summary>
    /// <param name="router">Which.</param>
    /// <param name="hadGotOn">Whether it had given tokens enough: it may have come to where it ends routers, but says nothing yet.</param>
    /// <param name="wasAlone">Whether nobody else is suspected of this loss.</param>
    /// <param name="wasSoon">Whether it came within <see cref="SoonUs"/> of the submission.</param>
    /// <param name="nowUs">Monotonic time.</param>
    public void Lose(NodeIdentity router, bool hadGotOn, bool wasAlone, bool wasSoon, long nowUs)
    {
        Losses++;
        int strikes = hadGotOn ? 0 : wasAlone && wasSoon ? SoonStrikes : wasAlone || Losses > LossesToBeAlone ? LateStrikes : 0;
        if (strikes > 0)
            _open.Add(new(router, strikes, nowUs));
    }

    /// <summary>A router's link has opened: it is as it was, or has been started again.</summary>
    public void Meet(NodeIdentity router) => Close(loss => loss.Router.Node == router.Node, loss => loss.Router.Incarnation != router.Incarnation);

    /// <summary>A router was given up though it lives: that counts whether or not it comes back as it was.</summary>
    public void Settle(NodeIdentity router) => Close(loss => loss.Router == router, _ => true);

    /// <summary>Routers that were lost before a time, and aren't back, count as dead.</summary>
    public void Expire(long beforeUs) => Close(loss => loss.SinceUs <= beforeUs, _ => true);

    private void Close(Predicate<RouterLoss> which, Func<RouterLoss, bool> isDeath)
    {
        _strikes += _open.Where(loss => which(loss) && isDeath(loss)).Sum(loss => loss.Strikes);
        _open.RemoveAll(which);
    }
}
