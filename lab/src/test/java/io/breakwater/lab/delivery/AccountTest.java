package io.breakwater.lab.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.IndeterminateRange;
import org.junit.jupiter.api.Test;

class AccountTest {
  private final Account account = new Account();

  private void accept(int sequences) {
    for (int i = 0; i < sequences; i++) {
      account.accepted(i, 100 + i);
    }
  }

  @Test
  void everythingArrives_nothingIsLost() {
    accept(10_000);
    for (int i = 0; i < 10_000; i++) {
      account.delivered(i);
    }
    assertThat(account.balance()).isEqualTo(new Account.Balance(10_000, 0, 10_000, 0, 0, 0, 0));
  }

  @Test
  void lost_isTold_onlyWithinARange_ofTheClientsOwnNumbers() {
    accept(10);
    account.delivered(0);
    account.delivered(9);
    account.told(new IndeterminateRange(101, 104));
    // The same again, as a close may report it, is no further report.
    account.told(new IndeterminateRange(101, 104));
    Account.Balance balance = account.balance();
    assertThat(balance.lost()).isEqualTo(8);
    assertThat(balance.told()).isEqualTo(4);
    assertThat(balance.lostSilently()).isEqualTo(4);
    assertThat(balance.reported()).isEqualTo(4);
  }

  @Test
  void reportedButDelivered_isNotLost() {
    accept(3);
    account.delivered(0);
    account.delivered(1);
    account.delivered(2);
    account.told(1);
    account.told(new IndeterminateRange(100, 100));
    Account.Balance balance = account.balance();
    assertThat(balance.lost()).isZero();
    assertThat(balance.told()).isZero();
    assertThat(balance.reported()).isEqualTo(2);
  }

  @Test
  void lostRuns_areTheGaps() {
    accept(7);
    account.delivered(0);
    account.delivered(3);
    account.delivered(6);
    assertThat(account.lostRuns())
        .containsExactly(new IndeterminateRange(1, 2), new IndeterminateRange(4, 5));
  }

  @Test
  void furtherCopies_areCounted() {
    accept(2);
    account.delivered(0);
    account.delivered(0);
    account.delivered(0);
    account.delivered(1);
    assertThat(account.balance().duplicated()).isEqualTo(2);
    assertThat(account.balance().lost()).isZero();
  }

  @Test
  void refused_isNoLoss_evenIfItArrived() {
    account.refused();
    account.delivered(0);
    Account.Balance balance = account.balance();
    assertThat(balance.refused()).isEqualTo(1);
    assertThat(balance.accepted()).isZero();
    assertThat(balance.delivered()).isZero();
    assertThat(balance.lost()).isZero();
  }

  @Test
  void whatTheStoreHad_isToldFromWhatCameAfter() {
    accept(4);
    account.acknowledged(0);
    account.acknowledged(1);
    account.delivered(0);
    account.storeLost();
    account.acknowledged(2);
    Account.Balance balance = account.balance();
    assertThat(balance.lost()).isEqualTo(3);
    assertThat(balance.lostWithStore()).isEqualTo(1);
  }

  @Test
  void sum_ofTwoPublishers() {
    accept(2);
    Account other = new Account();
    other.accepted(0, 0);
    other.delivered(0);
    Account.Balance sum = account.balance().plus(other.balance());
    assertThat(sum.accepted()).isEqualTo(3);
    assertThat(sum.lostSilently()).isEqualTo(2);
  }
}
